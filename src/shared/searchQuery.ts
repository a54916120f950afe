// What a person types into the search field, read: words, "phrases", filters (`from:`, `in:`, `has:`, `is:`,
// `before:`, `after:`), and a minus before what is not wanted. Whatever is no filter is a word.
export const searchFilters = ['from', 'in', 'has', 'is', 'before', 'after'] as const;
export type SearchFilter = (typeof searchFilters)[number];
export const searchHas = ['link', 'code', 'reaction'] as const;
export type SearchHas = (typeof searchHas)[number];
export const searchIs = ['saved', 'pinned', 'mention', 'thread', 'edited', 'unread'] as const;
export type SearchIs = (typeof searchIs)[number];

/** What a message must have, or must not. */
export type SearchWants = {
  /** Words and phrases, as typed; each is looked for anywhere, also inside of words. */
  texts: string[];
  /** Names of people; `me` for oneself. One of them must have written it. */
  from: string[];
  /** Names of conversations, one of which it must stand in. */
  in: string[];
  has: SearchHas[];
  is: SearchIs[];
};

export type SearchQuery = SearchWants & {
  not: SearchWants;
  /** Days of this computer's calendar, YYYY-MM-DD: written before the day begins; since it began. */
  before: string | null;
  after: string | null;
};

/** A piece of the query, with where it stands in it. */
export type SearchToken = {
  start: number;
  end: number;
  not: boolean;
  filter: SearchFilter | null;
  /** Without quotation marks. */
  value: string;
  quoted: boolean;
};

const openers = new Map([
  ['"', '"'],
  ['＂', '＂'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
]);
const nothing = (): SearchWants => ({ texts: [], from: [], in: [], has: [], is: [] });

/** Never throws. `today`: what `today` and `yesterday` count from. */
export function parseSearch(text: string, today = new Date()): SearchQuery {
  const query: SearchQuery = { ...nothing(), not: nothing(), before: null, after: null };
  for (const token of searchTokens(text)) take(query, token, text, today);
  return query;
}

/** Whether anything is asked for at all. */
export function isEmptySearch(query: SearchQuery): boolean {
  const wants = [query, query.not].flatMap(({ texts, from, in: places, has, is }) =>
    [texts, from, places, has, is].map((list) => list.length),
  );
  return wants.every((length) => length === 0) && query.before === null && query.after === null;
}

/** The pieces of a query in order: what is between spaces, and quoted strings whole. */
export function searchTokens(text: string): SearchToken[] {
  const tokens: SearchToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const token = readToken(text, at);
    tokens.push(token);
    at = Math.max(token.end, at + 1);
  }
  return tokens;
}

/** A name as it must be written behind a filter. */
export const quoteName = (name: string): string =>
  /[\s"“”„«»＂]/u.test(name) ? `"${name}"` : name;

/** A day as the filters write it. */
export function dayName(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function readToken(text: string, start: number): SearchToken {
  let at = start;
  const not = text[at] === '-' && /[^\s-]/u.test(text[at + 1] ?? '');
  if (not) at++;
  const named = /^([a-z]+)[:：]/iu.exec(text.slice(at, at + 10));
  const filter = searchFilters.find((name) => name === named?.[1]?.toLowerCase()) ?? null;
  if (filter && named) at += named[0].length;
  const closer = openers.get(text[at] ?? '');
  if (closer === undefined) {
    const length = text.slice(at).search(/\s/u);
    const end = length === -1 ? text.length : at + length;
    return { start, end, not, filter, value: text.slice(at, end), quoted: false };
  }
  const close = text.indexOf(closer, at + 1);
  // A mark that is not closed yet holds all that follows.
  const end = close === -1 ? text.length : close;
  const value = text.slice(at + 1, end);
  return { start, end: Math.min(end + 1, text.length), not, filter, value, quoted: true };
}

function take(query: SearchQuery, token: SearchToken, text: string, today: Date): void {
  const { filter, not } = token;
  const wants = not ? query.not : query;
  const value = token.value.trim();
  if (value === '') return;
  if (filter === null) return void wants.texts.push(value);
  if (filter === 'from' || filter === 'in') {
    const name = token.quoted ? value : value.replace(/^[@#]/u, '');
    if (name !== '') wants[filter].push(name);
    return;
  }
  const said = value.toLowerCase();
  if (filter === 'has' || filter === 'is') {
    const known = filter === 'has' ? searchHas : searchIs;
    const found = known.find((one) => one === said);
    if (found) return void (wants[filter] as string[]).push(found);
    if (known.some((one) => one.startsWith(said))) return;
  } else if (!not) {
    const day = dayOf(said, today);
    if (day) return void (query[filter] = day);
    if (/^(?:[\d-]+|t\w*|y\w*)$/u.test(said)) return;
  }
  // It only looks like a filter.
  wants.texts.push(text.slice(token.start + (not ? 1 : 0), token.end));
}

/** Undefined for what is no day. */
function dayOf(said: string, today: Date): string | undefined {
  const back = ['today', 'yesterday'].indexOf(said);
  if (back !== -1)
    return dayName(new Date(today.getFullYear(), today.getMonth(), today.getDate() - back));
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(said);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  // 2026-02-31 is not the third of March.
  return date.getMonth() === month - 1 && date.getDate() === day ? dayName(date) : undefined;
}
