// The one way in which anything that changed gets to the window.
import type { Changes, TeamPush } from './changes.ts';
import type { Effect } from './db/database.ts';
import type { RunDatabase } from './db/thread.ts';

export type ShowingParts = {
  me: string;
  db: RunDatabase;
  push: TeamPush;
  changes: Changes;
  /** What waits for the server may be more or less now. */
  countWaiting(): Promise<void>;
  failed(error: unknown): void;
};

export function createShowing({ me, db, push, changes, countWaiting, failed }: ShowingParts) {
  const reset = (conversation: string): void =>
    push('timeline', { conversation, rows: [], removed: [], reset: true });

  /** So much changed that whatever is shown should be read again. */
  function everything(): void {
    changes.conversations();
    changes.lists();
    void db('conversations').then((all) => all.forEach(({ id }) => reset(id)), failed);
  }

  return {
    /** Resolves when what waits is counted. */
    effect({ rows, removed, changed, people, lists }: Effect): Promise<void> {
      for (const conversation of new Set([...Object.keys(rows), ...Object.keys(removed)]))
        push('timeline', {
          conversation,
          rows: rows[conversation] ?? [],
          removed: removed[conversation] ?? [],
        });
      for (const conversation of changed) changes.conversation(conversation);
      if (people) changes.people();
      changes.lists(lists);
      return countWaiting().catch(failed);
    },
    everything,
    /** What was said long ago is here now: quotes of it, and in one's own conversation what was chosen and saved then. */
    filled(conversation: string): void {
      if (conversation === me) return everything();
      changes.conversation(conversation);
      changes.lists();
      reset(conversation);
    },
  };
}
