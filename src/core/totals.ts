// How much is unread in a team: over all its conversations that are not muted, and in its threads.
import type { ConversationRow } from '../shared/rows.ts';
import { createAlarm } from './alarm.ts';
import type { RunDatabase } from './db/thread.ts';

export type Totals = { unread: number; mentions: number; threads: number };

type Counted = Pick<ConversationRow, 'id' | 'unread' | 'mentions' | 'mutedUntil'>;

/** `counted` hears the totals each time they may have changed. */
export function createTotals(db: RunDatabase, counted: (totals: Totals) => void) {
  /** Of each conversation, as it was told last: their sum need not be asked of the whole history. */
  const counts = new Map<string, Counted>();
  let threads = 0;
  const alarm = createAlarm(tell);

  function tell(): void {
    const now = Date.now();
    const all = [...counts.values()];
    const heard = all.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil <= now);
    counted({
      unread: heard.reduce((sum, { unread }) => sum + unread, 0),
      mentions: heard.reduce((sum, { mentions }) => sum + mentions, 0),
      threads,
    });
    alarm.set(all.map(({ mutedUntil }) => mutedUntil));
  }

  function put(rows: Counted[]): void {
    for (const { id, unread, mentions, mutedUntil } of rows)
      counts.set(id, { id, unread, mentions, mutedUntil });
    tell();
  }

  return {
    put,
    /** These are all there are. */
    replace(rows: Counted[]): void {
      counts.clear();
      put(rows);
    },
    remove(ids: string[]): void {
      for (const id of ids) counts.delete(id);
    },
    async countThreads(): Promise<void> {
      const now = await db('unreadThreads');
      if (now === threads) return;
      threads = now;
      tell();
    },
    stop: alarm.stop,
  };
}
