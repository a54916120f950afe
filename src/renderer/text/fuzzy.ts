// Finds by a few letters in their order, in any script, and says which letters those were. What fits
// equally well stays in the order given: the newest first, say.
import fuzzysort from 'fuzzysort';

export type Found<T> = { item: T; parts: { text: string; hit: boolean }[] };

/** The least that still looks like what was meant; the library's own threshold misses "gnrl" for "general". */
const threshold = 0.2;
/** What fits about as well as the best counts as equal, so that the order given decides. */
const steps = 10;

export function fuzzy<T>(
  items: readonly T[],
  query: string,
  nameOf: (item: T) => string,
  most: number,
): Found<T>[] {
  const wanted = query.trim().replace(/^[#@]/u, '');
  if (wanted === '')
    return items
      .slice(0, most)
      .map((item) => ({ item, parts: [{ text: nameOf(item), hit: false }] }));
  const order = new Map(items.map((item, index) => [item, index]));
  return fuzzysort
    .go(wanted, items, { key: nameOf, threshold, limit: 0 })
    .map(({ obj, score, indexes, target }) => ({ item: obj, score, indexes, target }))
    .sort(
      (a, b) =>
        Math.round(b.score * steps) - Math.round(a.score * steps) ||
        (order.get(a.item) ?? 0) - (order.get(b.item) ?? 0),
    )
    .slice(0, most)
    .map(({ item, indexes, target }) => ({ item, parts: partsOf(target, new Set(indexes)) }));
}

/** Whole letters, never halves: an index may point into the middle of one. */
function partsOf(text: string, hits: ReadonlySet<number>): Found<unknown>['parts'] {
  const parts: Found<unknown>['parts'] = [];
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    let hit = false;
    for (let at = index; at < index + segment.length; at++) hit ||= hits.has(at);
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += segment;
    else parts.push({ text: segment, hit });
  }
  return parts;
}
