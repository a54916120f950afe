// The messages that the arrows of an empty field mean: the last own one, and the last of somebody else.
import type { MessageRow, TimelineRow } from '../../shared/timelineRows.ts';
import { useComposer } from '../stores/composer.ts';
import { useSession } from '../stores/session.ts';
import { useThread } from '../stores/thread.ts';
import { useTimeline } from '../stores/timeline.ts';
import type { Spot } from '../stores/writing.ts';

const quoteLength = 200;

export function useLastMessage(spot: () => Spot) {
  const composer = useComposer();
  const session = useSession();
  const timeline = useTimeline();
  const threads = useThread();

  function last(fits: (row: MessageRow) => boolean): MessageRow | undefined {
    const rows: readonly TimelineRow[] = spot().thread === null ? timeline.rows : threads.replies;
    return rows.findLast(
      (row): row is MessageRow => row.kind === 'message' && row.deletedBy === null && fits(row),
    );
  }

  /** Answers whether there was one. */
  function edit(): boolean {
    const row = last(({ author, state }) => author === session.me && state !== 'failed');
    if (row) composer.edit(row);
    return row !== undefined;
  }

  function reply(): boolean {
    const row = last(({ author, seq }) => author !== session.me && seq !== null);
    if (!row || row.seq === null) return false;
    const text = row.text.slice(0, quoteLength);
    const quote = { seq: row.seq, author: row.author, text, state: 'shown' } as const;
    composer.replyTo(spot().conversation, spot().thread, quote);
    return true;
  }

  return { edit, reply };
}
