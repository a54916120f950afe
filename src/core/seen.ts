// How far others have read, as far as they show it. Kept here, so that it is known without a connection.
import { fail } from '../shared/errors.ts';
import type { TeamPush } from './changes.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import type { Request } from './transport/transport.ts';

export type Seen = [user: string, seq: number][];

export type SeenParts = {
  me: string;
  db: RunDatabase;
  /** Rejects at once without a connection. */
  ask: Request;
  push: TeamPush;
  log: Log;
};

export function createSeen({ me, db, ask, push, log }: SeenParts) {
  /** Somebody may have left, or stopped showing it, since it was told; who shows it to nobody is shown nobody. */
  async function shown(conversation: string): Promise<Seen> {
    const seen = await db('seen', conversation);
    const showing = new Set(
      (await db('people')).flatMap(({ id, receipts }) => (receipts ? [id] : [])),
    );
    const members = new Set((await db('conversation', conversation))?.members);
    if (!showing.has(me)) return [];
    return seen.filter(([user]) => showing.has(user) && members.has(user));
  }

  return {
    /** As the server knows it, or, without it, what was known last. */
    async of(conversation: string): Promise<Seen> {
      try {
        await db('putSeen', conversation, (await ask('conversation.seen', { conversation })).seen);
      } catch (error) {
        log('debug', 'receipts not asked', fail(error).error);
      }
      return shown(conversation);
    },
    /** Others have read on. */
    async heard(conversation: string, seen: Seen): Promise<void> {
      const moved = await db('putSeen', conversation, seen);
      if (moved.length > 0) push('seen', { conversation, seen: moved });
    },
  };
}
