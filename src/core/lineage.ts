// Whether the server's log is still the one this history was taken from. After a restored backup it
// is not: the two are the same up to a point and part there (delivery.md rule 8, K10).
import type { EventMark } from './db/meta.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import type { Request } from './transport/transport.ts';

export type LineageParts = {
  db: RunDatabase;
  request: Request;
  log: Log;
};

/**
 * Sets this history aside when the server follows another one, and offers it the own messages it lacks. Answers whether
 * that was so.
 */
export async function followLineage(
  { db, request, log }: LineageParts,
  { epoch, head }: { epoch: string; head: number },
): Promise<boolean> {
  const has = async (event: EventMark): Promise<boolean> =>
    (await request('sync.check', event)).known;

  /** The position up to which both are the same: they part once, so halving finds it. */
  async function lastCommon(newest: number): Promise<number> {
    let [common, limit] = [0, newest];
    while (common < limit) {
      const middle = Math.ceil((common + limit) / 2);
      const event = await db('eventAtOrBelow', middle);
      if (!event || event.pos <= common || (await has(event))) common = middle;
      else limit = event.pos - 1;
    }
    return common;
  }

  const local = await db('syncState');
  if (local.epoch === null) return false;
  const newest = await db('newestEvent');
  if (local.epoch === epoch && local.cursor <= head && (!newest || (await has(newest))))
    return false;
  const offered = await db('follow', await lastCommon(newest?.pos ?? 0));
  log('warn', 'the server follows another history', { offered });
  return true;
}
