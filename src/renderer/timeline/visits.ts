// When a conversation was last left here, so that what was edited since can be shown. Kept by the
// window for itself: losing it loses a mark, nothing else.
import { shallowRef } from 'vue';
import type { MessageRow, TimelineRow } from '../../shared/timelineRows.ts';
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

/** Keys of rows whose words somebody else changed while nobody looked; they stay until one leaves. */
export function createEditedMarks(me: () => string) {
  const keys = shallowRef<ReadonlySet<string>>(new Set());

  function add(rows: readonly TimelineRow[], isNew: (row: MessageRow) => boolean): void {
    const found = rows.filter(
      (row) => row.kind === 'message' && row.editedAt !== null && row.author !== me() && isNew(row),
    );
    if (found.length > 0) keys.value = new Set([...keys.value, ...found.map(({ key }) => key)]);
  }

  /** What was read, and edited after the person had left. */
  function since(rows: readonly TimelineRow[], left: number | null, readSeq: number): void {
    if (left === null) return;
    add(rows, ({ seq, editedAt }) => seq !== null && seq <= readSeq && (editedAt ?? 0) > left);
  }

  /** What a push gives other words. */
  function pushed(known: ReadonlyMap<string, TimelineRow>, rows: readonly TimelineRow[]): void {
    add(rows, ({ key, editedAt }) => {
      const before = known.get(key);
      return before?.kind === 'message' && before.editedAt !== editedAt;
    });
  }

  const clear = (): void => void (keys.value = new Set());

  return { keys, since, pushed, clear };
}
