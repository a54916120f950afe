// How much is unread in a team: over all its conversations that are not muted, and in its threads.
import type { ConversationRow } from '../shared/rows.ts';
import { createAlarm } from './alarm.ts';
import type { RunDatabase } from './db/thread.ts';

export type Totals = { unread: number; mentions: number; threads: number };

type Counted = Pick<ConversationRow, 'id' | 'unread' | 'mentions' | 'mutedUntil'>;

export type TotalsParts = {
  db: RunDatabase;
  /** Hears the totals each time they may have changed. */
  counted(totals: Totals): void;
  failed(error: unknown): void;
};

export function createTotals({ db, counted, failed }: TotalsParts) {
  /** Of each conversation, as it was told last: their sum need not be asked of the whole history. */
  const counts = new Map<string, Counted>();
  let threads = 0;
  /** A silence is over: threads of that conversation count again as well. */
  const alarm = createAlarm(() => {
    tell();
    void countThreads().catch(failed);
  });

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

  async function countThreads(): Promise<void> {
    const now = await db('unreadThreads');
    if (now === threads) return;
    threads = now;
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
    countThreads,
    stop: alarm.stop,
  };
}
