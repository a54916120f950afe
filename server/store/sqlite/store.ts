// The store on SQLite: a writing and a reading thread on one file, so that the server's event loop
// never waits for a disk.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandArgs } from '../../../src/shared/commands.ts';
import type { DoorPolicy, Team } from '../../../src/shared/entities.ts';
import { known } from '../../../src/shared/events.ts';
import { startWorker } from '../../../src/node/worker.ts';
import type { Actor, Commit, ReadName, Reads, Store, WriteCommand } from '../store.ts';
import type { CopierFunctions, ReaderFunctions, StoreThread, WriterFunctions } from '../worker.ts';

export type SqliteOptions = {
  folder: string;
  /** The name for a team founded now; an existing team keeps its own. */
  team: string;
  /** Likewise how people get in: 'ask' unless told. */
  door?: DoorPolicy | undefined;
  /** Makes whoever comes with it the owner, as long as there is none. */
  ownerCode?: string | undefined;
  /** The threads' entry: source or built. */
  worker: URL;
  /** A thread ended by itself: nothing can be stored any more. */
  onCrash: (error: Error) => void;
};

/** Opens `team.db` in the folder. Throws `openDatabase`'s refusals. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { folder, team: name, door = 'ask', ownerCode, worker, onCrash } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'team.db');
  const start = (role: StoreThread['role']): StoreThread => ({
    role,
    path,
    founding: { name, door },
  });
  const writer = startWorker<WriterFunctions>(worker, start('writer'), onCrash);
  try {
    const opened = await writer.call('open');
    if (ownerCode !== undefined) await writer.call('offerOwnership', ownerCode);
    const reader = startWorker<ReaderFunctions>(worker, start('reader'), onCrash);
    let { team } = opened;
    return {
      epoch: opened.epoch,
      head: opened.head,
      get team() {
        return team;
      },
      async commit(batch: WriteCommand[]): Promise<Commit> {
        const commit = await writer.call('commit', batch);
        team = teamAfter(commit, team);
        return commit;
      },
      async read<N extends ReadName>(what: N, actor: Actor, args: CommandArgs<N>) {
        return (await reader.call('read', what, actor, args)) as Reads[N];
      },
      pull: (user, wanted) => reader.call('pull', user, wanted),
      authenticate: (tokenHash) => reader.call('authenticate', tokenHash),
      seen: (devices) => writer.call('seen', devices),
      memberships: () => reader.call('memberships'),
      countPeople: () => reader.call('countPeople'),
      schedules: (most) => reader.call('schedules', most),
      readers: (conversation) => reader.call('readers', conversation),
      hookByKey: (keyHash) => reader.call('hookByKey', keyHash),
      hooksUsed: (hooks) => writer.call('hooksUsed', hooks),
      outgoingHooks: () => reader.call('outgoingHooks'),
      hooksAdvanced: (progress) => writer.call('hooksAdvanced', progress),
      offeredUpdate: () => reader.call('offeredUpdate'),
      hasOwner: () => reader.call('hasOwner'),
      offerOwnership: (code) => writer.call('offerOwnership', code),
      readIdentity: () => reader.call('readIdentity'),
      writeIdentity: (json) => writer.call('writeIdentity', json),
      async backup(to) {
        // A thread of its own: a large team takes seconds, and neither commits nor reads may wait for it.
        const copier = startWorker<CopierFunctions>(worker, start('copier'), () => {});
        try {
          await copier.call('copy', to);
        } finally {
          await copier.stop();
        }
      },
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

/** What the last of its changes made of the team. */
function teamAfter({ events }: Commit, team: Team): Team {
  const last = events.findLast(({ type }) => type === 'team.changed');
  const change = last && known(last);
  return change?.type === 'team.changed' ? { ...team, ...change.body } : team;
}
