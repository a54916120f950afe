// Keeps the window of rows that is loaded: what is new goes to its place, what is far away goes.
import type { Failure } from '../../shared/errors.ts';
import type { TimelinePage, TimelineRow } from '../../shared/timelineRows.ts';

/** So many rows stay loaded; beyond it the far end is dropped and fetched again when needed. */
const maxRows = 400;

/** Where new rows come below what is read, this much more may gather before they are left to be fetched. */
const slack = 200;

export type Loaded = { rows: readonly TimelineRow[]; older: boolean; newer: boolean };

/** Adds and replaces by key: the log's rows by seq, unsent ones after them in the order they came. */
export function mergeRows(
  shown: readonly TimelineRow[],
  incoming: readonly TimelineRow[],
  removed: readonly string[] = [],
): TimelineRow[] {
  const byKey = new Map(shown.map((row) => [row.key, row]));
  for (const key of removed) byKey.delete(key);
  for (const row of incoming) byKey.set(row.key, row);
  return [...byKey.values()].sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || 0);
}

/** What a push means for the loaded window: rows outside of it only show that there is more. */
export function applyPush(
  loaded: Loaded,
  push: { rows: readonly TimelineRow[]; removed: readonly string[] },
): Loaded {
  const keys = new Set(loaded.rows.map((row) => row.key));
  const seqs = loaded.rows.flatMap((row) => row.seq ?? []);
  const first = seqs[0] ?? 0;
  const last = seqs.at(-1) ?? 0;
  const inside = push.rows.filter((row) => {
    if (keys.has(row.key)) return true;
    if (loaded.newer && (row.seq === null || row.seq > last)) return false;
    return !(loaded.older && row.seq !== null && row.seq < first);
  });
  return { ...loaded, rows: mergeRows(loaded.rows, inside, push.removed) };
}

/** Drops rows at the end that is not looked at. Unsent rows leave with the newest ones. */
export function trim(loaded: Loaded, drop: 'oldest' | 'newest', max = maxRows): Loaded {
  const { rows } = loaded;
  if (rows.length <= max) return loaded;
  if (drop === 'oldest') return { ...loaded, rows: rows.slice(-max), older: true };
  return { ...loaded, rows: rows.slice(0, max), newer: true };
}

/** While somebody reads further up, what comes in at the end may not grow for ever. */
export const boundTo = (loaded: Loaded, max = maxRows): Loaded =>
  loaded.rows.length > max + slack ? trim(loaded, 'newest', max) : loaded;

/** What stands in the conversation itself: of threads only what was sent to both. */
export const inTimeline = (rows: readonly TimelineRow[]): readonly TimelineRow[] =>
  rows.every(stands) ? rows : rows.filter(stands);
const stands = (row: TimelineRow): boolean =>
  row.kind === 'note' || row.thread === null || row.broadcast;

/** Whether a page holds anything that is not shown yet. */
function brings(shown: readonly TimelineRow[], page: { rows: readonly TimelineRow[] }): boolean {
  const known = new Set(shown.map((row) => row.key));
  return page.rows.some((row) => !known.has(row.key));
}

/** More exists but none of it came: it is on the server, and the server is away. */
export const missing = (
  shown: readonly TimelineRow[],
  page: TimelinePage,
  edge: 'older' | 'newer' = 'older',
): Failure | null =>
  page[edge] && !brings(shown, page) ? { code: 'OFFLINE', message: 'not on this computer' } : null;

/** The newest seq among the rows; 0 when nothing is in the log yet. */
export const newestSeq = (rows: readonly TimelineRow[]): number =>
  rows.findLast((row) => row.seq !== null)?.seq ?? 0;

export const oldestSeq = (rows: readonly TimelineRow[]): number | null =>
  rows.find((row) => row.seq !== null)?.seq ?? null;
