// Commands that arrive while a commit is under way wait here and share the next one: nobody is
// delayed on purpose, and the busier the server, the more messages one fsync carries.
import { fail, type Outcome, Refusal } from '../../src/shared/errors.ts';
import type { Log } from '../log.ts';
import type { Commit, Store, WriteCommand } from './store.ts';

/** Commands in one transaction, and commands that may wait before the server says so. */
const batchSize = 256;
const waitingLimit = 20_000;

export type CommitQueue = {
  /** Resolves after COMMIT, and after `onCommit` has told everyone; a refusal is an outcome, never a rejection. */
  add(command: WriteCommand): Promise<Outcome<unknown>>;
  /** Refuses what comes from now on and resolves when what waited is through. */
  close(): Promise<void>;
};

type Waiting = { command: WriteCommand; settle: (outcome: Outcome<unknown>) => void };

export function createCommitQueue(
  store: Pick<Store, 'commit'>,
  onCommit: (commit: Commit) => void,
  log: Pick<Log, 'error'>,
): CommitQueue {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  async function run(): Promise<void> {
    // One turn of the event loop, so that everything already received shares the first commit too.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      for (const [index, outcome] of (await commitAll(batch)).entries())
        batch[index]?.settle(outcome);
    }
    running = undefined;
  }

  async function commitAll(batch: Waiting[]): Promise<Outcome<unknown>[]> {
    let commit: Commit;
    try {
      commit = await store.commit(batch.map(({ command }) => command));
    } catch (error) {
      return batch.map(() => fail(error));
    }
    try {
      onCommit(commit);
    } catch (error) {
      // What is committed is committed, whatever becomes of telling it: clients find it by their cursor.
      log.error({ error }, 'a commit could not be told');
    }
    return commit.outcomes;
  }

  return {
    add(command) {
      if (closed) return Promise.resolve(fail(new Refusal('CLOSING', 'the server is closing')));
      if (waiting.length >= waitingLimit)
        return Promise.resolve(
          fail(new Refusal('RATE_LIMITED', 'the server is busy', { retryAfterMs: 1000 })),
        );
      return new Promise((settle) => {
        waiting.push({ command, settle });
        running ??= run();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
