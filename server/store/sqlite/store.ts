// The store on SQLite: a writing and a reading thread on one file, so that the server's event loop
// never waits for a disk.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandArgs } from '../../../src/shared/commands.ts';
import { startWorker } from '../../../src/node/worker.ts';
import type { Commit, ReadName, Reads, Store, WriteCommand } from '../store.ts';
import type { ReaderFunctions, StoreThread, WriterFunctions } from '../worker.ts';

export type SqliteOptions = {
  folder: string;
  /** The name for a team founded now; an existing team keeps its own. */
  team: string;
  /** The threads' entry: source or built. */
  worker: URL;
  /** A thread ended by itself: nothing can be stored any more. */
  onCrash: (error: Error) => void;
};

/** Opens `team.db` in the folder. Throws `openDatabase`'s refusals. */
export async function openSqliteStore({
  folder,
  team,
  worker,
  onCrash,
}: SqliteOptions): Promise<Store> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'team.db');
  const start = (role: StoreThread['role']): StoreThread => ({ role, path, team });
  const writer = startWorker<WriterFunctions>(worker, start('writer'), onCrash);
  try {
    const opened = await writer.call('open');
    const reader = startWorker<ReaderFunctions>(worker, start('reader'), onCrash);
    return {
      ...opened,
      commit: (batch: WriteCommand[]): Promise<Commit> => writer.call('commit', batch),
      async read<N extends ReadName>(name: N, actor: string, args: CommandArgs<N>) {
        return (await reader.call('read', name, actor, args)) as Reads[N];
      },
      authenticate: (tokenHash) => reader.call('authenticate', tokenHash),
      memberships: () => reader.call('memberships'),
      countPeople: () => reader.call('countPeople'),
      async close() {
        // The writer last, and whatever became of the reader: its close folds the WAL back into the database.
        try {
          await reader.call('close');
        } finally {
          await reader.stop();
          try {
            await writer.call('close');
          } finally {
            await writer.stop();
          }
        }
      },
    };
  } catch (error) {
    await writer.stop();
    throw error;
  }
}
