// The team in a folder on which no server runs. It is locked meanwhile, so that none can start.
import { type CommandName, type CommandOutput, commands } from '../../src/shared/commands.ts';
import { Refusal, unwrap } from '../../src/shared/errors.ts';
import { parse } from '../../src/shared/parse.ts';
import { openBackup } from '../backup.ts';
import type { Config } from '../config.ts';
import { lockFolder } from '../folderLock.ts';
import { openKey } from '../identity.ts';
import { reachOf } from '../reach.ts';
import type { Status } from '../status.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import type { ReadName, WriteCommand } from '../store/store.ts';
import { version } from '../version.ts';
import type { Console } from './console.ts';
import { certificateFiles, storeWorker } from './places.ts';
import { giveToOwner } from './privateFolder.ts';

export type Folder = Console & {
  /** A team without an owner will take whoever comes with this code. */
  offerOwnership(code: string): Promise<void>;
  hasOwner(): Promise<boolean>;
};

/** Opens the team, and founds it where there is none. Throws the lock's and the store's refusals. */
export async function openFolder(config: Config): Promise<Folder> {
  const { data } = config;
  const unlock = lockFolder(data);
  try {
    const store = await openSqliteStore({
      folder: data,
      team: config.name,
      door: config.door,
      worker: storeWorker,
      onCrash: () => {},
    });
    try {
      const key = await openKey(store);
      const status = async (): Promise<Status> => ({
        version,
        startedAt: null,
        team: store.team,
        people: await store.countPeople(),
        announcing: false,
        ...(await reachOf(
          {
            host: config.host,
            insecure: config.insecure,
            names: config['host-name'],
            certified: certificateFiles(config) !== undefined,
          },
          config.port,
          key.pin,
        )),
      });
      return {
        status,
        async ask<N extends CommandName>(name: N, input: unknown) {
          const { kind, input: schema } = commands[name];
          const actor = store.team.id;
          const args = parse(schema, input);
          if (kind === 'write') {
            const { outcomes } = await store.commit([{ name, actor, args } as WriteCommand]);
            const [outcome] = outcomes;
            if (!outcome) throw new Refusal('INTERNAL', 'no answer');
            return unwrap(outcome) as CommandOutput<N>;
          }
          return (await store.read(name as ReadName, actor, args as never)) as CommandOutput<N>;
        },
        async rotateKey() {
          await key.rotate();
          return status();
        },
        backup: () => openBackup(store, data),
        offerOwnership: (code) => store.offerOwnership(code),
        hasOwner: () => store.hasOwner(),
        async close() {
          await store.close();
          giveToOwner(data);
          unlock();
        },
      };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}
