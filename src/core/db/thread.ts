// The database as the core calls it: by function name, on its own thread.
import { Refusal } from '../../shared/errors.ts';
import { startWorker } from '../../node/worker.ts';
import type { Database } from './database.ts';
import type { DatabaseFunctions, DatabaseThread } from './worker.ts';

export type RunDatabase = <N extends keyof Database>(
  name: N,
  ...args: Parameters<Database[N]>
) => Promise<ReturnType<Database[N]>>;

export type DatabaseHandle = { run: RunDatabase; close(): Promise<void> };

/**
 * Starts the thread and opens the files in `folder`. Throws `openDatabase`'s refusals. Damage that shows only
 * while working is mended as at opening: the damaged file set aside, `mended` told which, and the call made again (I14).
 */
export async function startDatabase(
  entry: URL,
  data: DatabaseThread,
  events: {
    crashed(error: Error): void;
    /** Before a file is set aside: whoever else has it open lets go of it. */
    mending?(): Promise<void>;
    mended(file: 'outbox' | 'history'): void;
  },
): Promise<DatabaseHandle> {
  const worker = startWorker<DatabaseFunctions>(entry, data, events.crashed);
  const once: RunDatabase = (name, ...args) =>
    worker.call('run', name, ...(args as never)) as never;
  let mending: Promise<unknown> | undefined;

  async function mend(): Promise<void> {
    mending ??= Promise.resolve(events.mending?.())
      .then(() => once('mend'))
      .then(events.mended)
      .finally(() => {
        mending = undefined;
      });
    await mending;
  }

  try {
    await worker.call('open');
  } catch (error) {
    await worker.stop();
    throw error;
  }
  return {
    async run(name, ...args) {
      try {
        return await once(name, ...args);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'STORAGE_DAMAGED') throw error;
        await mend();
        return once(name, ...args);
      }
    },
    async close() {
      try {
        await once('close');
      } finally {
        await worker.stop();
      }
    },
  };
}
