// How far this person has read. Kept here first, so that reading works offline; the server learns
// of it when it can, and every device ends at the largest (I10).
import { fail } from '../shared/errors.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import type { Request } from './transport/transport.ts';

/** Reading goes on while one scrolls: only where it rests is told. */
const restMs = 300;

export type MarkersParts = {
  db: RunDatabase;
  request: Request;
  changed(conversation: string): void;
  /** The person has read what they had marked as unread. */
  unmark(conversation: string): Promise<unknown>;
  log: Log;
};

export function createMarkers({ db, request, changed, unmark, log }: MarkersParts) {
  const untold = new Map<string, number>();
  /** Marked as unread while being looked at: what was the newest then does not count as read by looking on. */
  const justMarked = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    for (const [conversation, seq] of untold)
      // Not told now is told at the next resume: the marker is in the database.
      request('conversation.read', { conversation, seq }).catch((error: unknown) =>
        log('debug', 'marker not told', fail(error).error),
      );
    untold.clear();
  }

  async function raise(conversation: string, seq: number): Promise<void> {
    await db('markRead', conversation, seq);
    changed(conversation);
  }

  async function clearMark(conversation: string, seq: number): Promise<void> {
    if (seq <= (justMarked.get(conversation) ?? 0)) return;
    const { unreadFrom = null } = (await db('conversation', conversation)) ?? {};
    if (unreadFrom === null || seq < unreadFrom) return;
    justMarked.delete(conversation);
    await unmark(conversation);
  }

  return {
    /** Read here, up to `seq`. */
    async read(conversation: string, seq: number): Promise<void> {
      await raise(conversation, seq);
      untold.set(conversation, Math.max(seq, untold.get(conversation) ?? 0));
      timer ??= setTimeout(tell, restMs);
      await clearMark(conversation, seq);
    },
    /** About to be marked as unread by hand. */
    async marked(conversation: string): Promise<void> {
      justMarked.set(conversation, await db('lastSeq', conversation));
    },
    /** Looked at anew: from now on reading takes the mark away. */
    opened: (conversation: string): void => void justMarked.delete(conversation),
    /** Read on another device. */
    heard: raise,
    /** After connecting: take what the server knows, tell what it does not. */
    async merge(markers: { conversation: string; seq: number }[]): Promise<void> {
      for (const { conversation, seq } of await db('mergeMarkers', markers))
        untold.set(conversation, seq);
      tell();
    },
    stop: (): void => clearTimeout(timer),
  };
}
