// Waiting for a conversation to come through the log after the command that made it was answered:
// the log is the only way state reaches the window, so "open it now" has to wait for it.
import { Refusal } from '../shared/errors.ts';
import type { Landed } from '../shared/events.ts';
import type { RunDatabase } from './db/thread.ts';

const patienceMs = 10_000;

export function createArrivals(db: RunDatabase) {
  const waiting = new Map<() => void, string>();

  async function here(conversation: string): Promise<boolean> {
    return (await db('conversation', conversation)) !== undefined;
  }

  return {
    /**
     * Resolves when what a command made can be shown: its conversation is in the database. Rejects with TIMEOUT.
     */
    async wait({ conversation }: Landed): Promise<{ conversation: string }> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(
        () => reject(new Refusal('TIMEOUT', 'the conversation did not arrive')),
        patienceMs,
      );
      waiting.set(resolve, conversation);
      try {
        // Looked at after registering, so that an arrival in between is not missed.
        if (!(await here(conversation))) await promise;
        return { conversation };
      } finally {
        clearTimeout(timer);
        waiting.delete(resolve);
      }
    },
    /** Something was stored. */
    async check(): Promise<void> {
      for (const [resolve, conversation] of waiting) if (await here(conversation)) resolve();
    },
  };
}
