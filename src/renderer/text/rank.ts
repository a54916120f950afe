// Orders what a few typed letters may mean: names that begin with them, words that do, then names
// that contain them. The order given stays within each rank, and for no letters at all.
import { nameKey } from '../rules.ts';

export function rank<T>(items: readonly T[], query: string, nameOf: (item: T) => string): T[] {
  const wanted = nameKey(query.trim().replace(/^[#@]/u, ''));
  if (wanted === '') return [...items];
  const ranked: T[][] = [[], [], []];
  for (const item of items) {
    const name = nameKey(nameOf(item));
    const at = name.indexOf(wanted);
    if (at === -1) continue;
    const place = at === 0 ? 0 : /[\s\-_.]/u.test(name[at - 1] ?? '') ? 1 : 2;
    ranked[place]?.push(item);
  }
  return ranked.flat();
}
