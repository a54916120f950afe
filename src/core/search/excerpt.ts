// What of a message a result shows: a stretch around what was found, with the hits marked. Cut only between
// characters as people see them, never inside an emoji or a letter with its marks.
import type { SearchHit } from '../../shared/timelineRows.ts';
import { foldMapped } from './fold.ts';

type Excerpt = SearchHit['excerpt'];
type Span = { start: number; end: number };

/** UTF-16 units shown before the first hit, and in all. */
const lead = 40;
const length = 140;
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** `wanted`: folded texts. Without a hit it is the beginning of the text. */
export function excerptOf(given: string, wanted: readonly string[]): Excerpt {
  const { text, folded, starts, ends } = foldMapped(given);
  const segments = characters.segment(text);
  const hits = merged(
    wanted
      .filter((one) => one !== '')
      .flatMap((one) => occurrences(folded, one))
      .map(({ start, end }) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? text.length }))
      .map(({ start, end }) => ({ start: edge(start), end: edge(end, 'up') })),
  );

  /** The edge of the character that `at` lies in. */
  function edge(at: number, way: 'down' | 'up' = 'down'): number {
    const around = segments.containing(at);
    if (!around || around.index === at) return at;
    return way === 'down' ? around.index : around.index + around.segment.length;
  }

  /** Not before a letter with a thousand marks, which would leave no room for the hit. */
  function beginning(hit: number): number {
    const from = edge(hit - lead);
    return hit - from <= 2 * lead ? from : edge(hit - lead, 'up');
  }

  const first = hits[0] ?? { start: 0, end: 0 };
  const whole = first.start <= lead || text.length <= length;
  const from = whole ? 0 : wordBefore(text, beginning(first.start), first.start);
  // A hit is shown whole, unless it is longer than any result should be.
  const to = edge(
    Math.min(text.length, Math.max(from + length, Math.min(first.end, from + 2 * length))),
  );
  const parts: Excerpt = [];
  const add = (part: string, hit: boolean): void => {
    if (part !== '') parts.push({ text: part.replace(/\s+/gu, ' '), hit });
  };
  let at = from;
  if (from > 0) add('…', false);
  for (const { start, end } of hits) {
    if (end <= at || start >= to) continue;
    add(text.slice(at, Math.max(at, start)), false);
    at = Math.min(end, to);
    add(text.slice(Math.max(from, start), at), true);
  }
  add(text.slice(at, to), false);
  if (to < text.length) add('…', false);
  return parts;
}

function occurrences(folded: string, wanted: string): Span[] {
  const spans: Span[] = [];
  for (
    let at = folded.indexOf(wanted);
    at !== -1;
    at = folded.indexOf(wanted, at + wanted.length)
  ) {
    spans.push({ start: at, end: at + wanted.length });
    // One letter in a long text: more than any result shows.
    if (spans.length === 200) break;
  }
  return spans;
}

function merged(spans: Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else all.push({ ...span });
  }
  return all;
}

/** Begins with a whole word where there is one nearby. */
function wordBefore(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s\S/u);
  return space === -1 ? from : from + space + 1;
}
