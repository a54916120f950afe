// The database as the core calls it: by function name, on its own thread.
import { startWorker } from '../../node/worker.ts';
import type { Database } from './database.ts';
import type { DatabaseFunctions, DatabaseThread } from './worker.ts';

export type RunDatabase = <N extends keyof Database>(
  name: N,
  ...args: Parameters<Database[N]>
) => Promise<Awaited<ReturnType<Database[N]>>>;

export type DatabaseHandle = { run: RunDatabase; close(): Promise<void> };

/** Starts the thread and opens the files in `folder`. Throws `openDatabase`'s refusals. */
export async function startDatabase(
  entry: URL,
  data: DatabaseThread,
  onCrash: (error: Error) => void,
): Promise<DatabaseHandle> {
  const worker = startWorker<DatabaseFunctions>(entry, data, onCrash);
  try {
    await worker.call('open');
  } catch (error) {
    await worker.stop();
    throw error;
  }
  return {
    run: (name, ...args) => worker.call('run', name, ...(args as never)) as never,
    async close() {
      await worker.call('run', 'close');
      await worker.stop();
    },
  };
}
