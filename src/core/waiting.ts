// How many commands wait for the server.
import type { RunDatabase } from './db/thread.ts';

/** `changed` is called when it is another number. */
export function createWaiting(db: RunDatabase, changed: () => void) {
  let waiting = 0;
  return {
    get now(): number {
      return waiting;
    },
    async count(): Promise<void> {
      const counts = await db('outboxCounts');
      const now = counts
        .filter(({ state }) => state === 'waiting')
        .reduce((sum, { n }) => sum + n, 0);
      if (now === waiting) return;
      waiting = now;
      changed();
    },
  };
}
