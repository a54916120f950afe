// When a conversation was last left here, so that what was edited since can be shown. Kept by the
// window for itself: losing it loses a mark, nothing else.
import type { TimelineRow } from '../../shared/timelineRows.ts';
import { recall, remember } from '../memory.ts';

const keyOf = (team: string | null, conversation: string): string =>
  `left ${team ?? ''} ${conversation}`;

/** Milliseconds since 1970; null where it was never open on this computer. */
export function lastLeft(team: string | null, conversation: string): number | null {
  const at = Number(recall(keyOf(team, conversation)) ?? Number.NaN);
  return Number.isFinite(at) ? at : null;
}

export const leave = (team: string | null, conversation: string): void =>
  remember(keyOf(team, conversation), String(Date.now()));

/** What of a stretch changed its words after the person had read it and gone. */
export function editedSince(
  rows: readonly TimelineRow[],
  { left, readSeq, me }: { left: number | null; readSeq: number; me: string },
): string[] {
  if (left === null) return [];
  return rows.flatMap((row) =>
    row.kind === 'message' &&
    row.author !== me &&
    row.seq !== null &&
    row.seq <= readSeq &&
    row.editedAt !== null &&
    row.editedAt > left
      ? row.key
      : [],
  );
}

/** Those known rows that a push gives other words, by somebody else. */
export function editedBy(
  known: ReadonlyMap<string, TimelineRow>,
  rows: readonly TimelineRow[],
  me: string,
): string[] {
  return rows.flatMap((row) => {
    const before = known.get(row.key);
    if (row.kind !== 'message' || before?.kind !== 'message' || row.author === me) return [];
    return row.editedAt !== null && row.editedAt !== before.editedAt ? row.key : [];
  });
}
