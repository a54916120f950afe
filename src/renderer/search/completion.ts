// What the search field offers while a filter is being typed: people, conversations, fixed words, days.
import type { ConversationRow, PersonRow } from '../../shared/rows.ts';
import { dayName, quoteName, searchFilters, searchHas, searchIs, searchTokens } from '../rules.ts';
import { rank } from '../text/rank.ts';

export type Offer = {
  id: string;
  /** What it puts into the field. */
  insert: string;
  /** Whose name it is, or a key of the locale's `search.words`. */
  shows:
    | { kind: 'person'; id: string; name: string }
    | { kind: 'place'; name: string }
    | { kind: 'word'; word: string }
    | { kind: 'filter'; word: string };
};
/** `start..end` of the text is what an offer takes the place of. */
export type Completion = { start: number; end: number; offers: Offer[] };

export type Known = {
  people: readonly PersonRow[];
  conversations: readonly ConversationRow[];
  me: string;
  today: Date;
};

const most = 8;
const none: Completion = { start: 0, end: 0, offers: [] };

/** What may be meant by the piece in which the caret stands. */
export function completionAt(text: string, caret: number, known: Known): Completion {
  const token = searchTokens(text).find(({ start, end }) => start < caret && caret <= end);
  if (!token) return none;
  const { start, end, filter, value, not } = token;
  const minus = not ? '-' : '';
  const whole = `${minus}${filter}:`;
  if (filter === null) {
    const typed = value.toLowerCase();
    const begun = searchFilters.filter((name) => typed !== '' && name.startsWith(typed));
    return {
      start,
      end,
      offers: token.quoted ? [] : begun.map((name) => filterOffer(name, minus)),
    };
  }
  const offers = valuesOf(filter, value, known).map((offer) => ({
    ...offer,
    insert: `${whole}${offer.insert} `,
  }));
  // Nothing is offered that stands there already.
  const written = text.slice(start, end).toLowerCase();
  return {
    start,
    end,
    offers: offers.filter(({ insert }) => insert.trim().toLowerCase() !== written),
  };
}

/** A filter to begin with. */
export const filterOffer = (word: string, minus = ''): Offer => ({
  id: word,
  insert: `${minus}${word}:`,
  shows: { kind: 'filter', word },
});

/** The text with an offer taken, and where the caret then stands. */
export function accept(
  text: string,
  { start, end }: Pick<Completion, 'start' | 'end'>,
  { insert }: Offer,
): { text: string; caret: number } {
  const rest = text.slice(end);
  const before = text.slice(0, start) + insert;
  return { text: before + (insert.endsWith(' ') ? rest.trimStart() : rest), caret: before.length };
}

function valuesOf(filter: (typeof searchFilters)[number], value: string, known: Known): Offer[] {
  switch (filter) {
    case 'from': {
      const people = rank(known.people, value, ({ name }) => name).slice(0, most);
      // Oneself is asked for by a word, whatever one is called.
      return people.map(({ id, name }) => ({
        id,
        insert: id === known.me ? 'me' : quoteName(name),
        shows: { kind: 'person', id, name },
      }));
    }
    case 'in': {
      const rows = [...known.conversations].sort((a, b) => b.lastAt - a.lastAt);
      return rank(rows, value, ({ name }) => name)
        .slice(0, most)
        .map(({ id, name, kind }) => ({
          id,
          insert: quoteName(name),
          shows: { kind: 'place', name: kind === 'channel' ? `#${name}` : name },
        }));
    }
    case 'has':
      return words(searchHas, value);
    case 'is':
      return words(searchIs, value);
    case 'before':
    case 'after':
      return days(value, known.today);
  }
}

const words = (all: readonly string[], typed: string): Offer[] =>
  all
    .filter((word) => word.startsWith(typed.toLowerCase()))
    .map((word) => ({ id: word, insert: word, shows: { kind: 'word', word } }));

function days(typed: string, today: Date): Offer[] {
  const back = (days: number): string =>
    dayName(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days));
  const month = dayName(new Date(today.getFullYear(), today.getMonth(), 1));
  const year = dayName(new Date(today.getFullYear(), 0, 1));
  const offers = [
    { word: 'today', insert: 'today' },
    { word: 'yesterday', insert: 'yesterday' },
    { word: 'week', insert: back(7) },
    { word: 'month', insert: month },
    { word: 'year', insert: year },
  ];
  return offers
    .filter(({ word, insert }) => insert.startsWith(typed) || word.startsWith(typed.toLowerCase()))
    .map(({ word, insert }) => ({ id: word, insert, shows: { kind: 'word', word } }));
}
