// What a query means in this history: names become people and conversations, days become places in the log.
import { nameKey } from '../../shared/entities.ts';
import { parseSearch, type SearchQuery, type SearchWants } from '../../shared/searchQuery.ts';
import { fold } from './fold.ts';
import { gramsOf, marks, quoted } from './grams.ts';
import { type Flag, flags, type Index, type MarkKind } from './indexFile.ts';
import type { Place, Source } from './source.ts';

/** One side of a query: everything wanted, or everything not wanted. */
type Side = {
  texts: string[];
  /** Null: not asked for. */
  from: Set<number> | null;
  in: Set<number> | null;
  flags: number;
  marks: MarkKind[];
  unread: boolean;
};

export type Plan = {
  want: Side;
  not: Side;
  /** For the index of grams; '' when there is nothing to ask it. */
  match: string;
  /** Conversations the person is in, by number. */
  places: Map<number, Place>;
  /** Times, ms: from `since` on, before `until`. */
  since: number;
  until: number;
  /** Places, none before the first or after the last. */
  first: number;
  last: number;
};

/** Null for a query that nothing can answer. `only`: nothing but this conversation. */
export function planOf(
  text: string,
  only: string | undefined,
  index: Index,
  source: Source,
  me: string,
): Plan | null {
  const query = parseSearch(text);
  const all = source.places();
  const places = new Map<number, Place>();
  for (const place of all) {
    const number = index.knownNumber(place.id);
    if (number !== undefined) places.set(number, place);
  }
  const people = source.people();
  const names = new Map(people.map(({ id, name }) => [id, name]));

  function side(wants: SearchWants): Side {
    const numbersOf = (ids: string[]): Set<number> =>
      new Set(ids.flatMap((id) => index.knownNumber(id) ?? []));
    const authors = wants.from.flatMap((name) => idsOf(name, people, me));
    const named = all.map((place) => ({ id: place.id, name: titleOf(place, names, me) }));
    const rooms = wants.in.flatMap((name) => idsOf(name, named, undefined));
    return {
      texts: wants.texts.map(fold).filter((one) => one !== ''),
      from: wants.from.length > 0 ? numbersOf(authors) : null,
      in: wants.in.length > 0 ? numbersOf(rooms) : null,
      flags: [...wants.has, ...wants.is].reduce((sum, one) => sum | (flags[one as Flag] ?? 0), 0),
      marks: [
        ...wants.has.filter((one) => one === 'reaction'),
        ...wants.is.filter((one) => one === 'saved' || one === 'pinned'),
      ],
      unread: wants.is.includes('unread'),
    };
  }

  const want = side(query);
  if (only !== undefined) {
    const number = index.knownNumber(only);
    const here = number !== undefined && (!want.in || want.in.has(number));
    want.in = new Set(here ? [number] : []);
  }
  // Nothing but marks and invisible characters: nobody can mean everything by them.
  if (query.texts.length > 0 && want.texts.length === 0) return null;
  if (want.from?.size === 0 || want.in?.size === 0) return null;
  const { since, until } = timesOf(query);
  const [first, end] = bounds(index, since, until);
  // Nothing older than the oldest unread message needs a look.
  const last = want.unread ? Math.min(end, oldestUnread(all, source)) : end;
  return { want, not: side(query.not), match: matchOf(want), places, since, until, first, last };
}

/** Who or what is called so; where nobody is exactly, whose name has a word that begins so. */
function idsOf(name: string, all: { id: string; name: string }[], me: string | undefined) {
  const key = nameKey(name.trim());
  if (key === 'me' && me !== undefined) return [me];
  const exact = all.filter((one) => nameKey(one.name) === key);
  const found =
    exact.length > 0
      ? exact
      : all.filter((one) => ` ${wordsOf(one.name)}`.includes(` ${wordsOf(name.trim())}`));
  return found.map(({ id }) => id);
}

const wordsOf = (name: string): string => nameKey(name).replace(/[-_.,/]+/gu, ' ');

/** As the sidebar calls it: a channel's own name, of the others who else is in it. */
function titleOf(place: Place, names: Map<string, string>, me: string): string {
  if (place.kind === 'channel') return place.name;
  const others = place.members.filter((id) => id !== me);
  return (others.length > 0 ? others : [me]).map((id) => names.get(id) ?? '').join(', ');
}

function timesOf({ before, after }: SearchQuery): { since: number; until: number } {
  const start = (day: string): number => new Date(`${day}T00:00:00`).getTime();
  return {
    since: after === null ? Number.MIN_SAFE_INTEGER : start(after),
    until: before === null ? Number.MAX_SAFE_INTEGER : start(before),
  };
}

/** Between which places everything from those times lies, and little else. */
function bounds(index: Index, since: number, until: number): [number, number] {
  const row = index.daysBetween(since, until);
  return row ? [row.first, row.last] : [0, -1];
}

function oldestUnread(places: Place[], source: Source): number {
  const unread = places.flatMap(({ id, readSeq }) => source.posAfter(id, readSeq) ?? []);
  return unread.length === 0 ? Number.MIN_SAFE_INTEGER : -Math.min(...unread);
}

function matchOf({ texts, from, in: rooms, flags: bits }: Side): string {
  const grams = new Set(texts.flatMap(gramsOf));
  const known = (Object.keys(flags) as Flag[]).filter((flag) => (bits & flags[flag]) !== 0);
  const all = [
    ...(from ? [anyOf([...from].map(marks.from))] : []),
    ...(rooms ? [anyOf([...rooms].map(marks.in))] : []),
    ...known.map((flag) => quoted(marks[flag])),
    ...[...grams].map(quoted),
  ];
  return all.join(' AND ');
}

const anyOf = (tokens: string[]): string => `(${tokens.map(quoted).join(' OR ')})`;
