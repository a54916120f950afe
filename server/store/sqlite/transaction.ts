// The transaction that handlers work in, over prepared SQLite statements.
import type { Db } from '../../../src/node/openDatabase.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Tx } from '../tx.ts';
import { conversations } from './conversations.ts';
import { devices, invites, requests } from './door.ts';
import { hooks } from './hooks.ts';
import { messages } from './messages.ts';
import { type Meta, readMeta, readOffered, writeOffered, writeTeam } from './meta.ts';
import { people } from './people.ts';
import { personal, schedules } from './personal.ts';

/** One `Tx` serves every transaction of its connection: they run one after the other. */
export function createTx(db: Db): Tx {
  const teamId = metaOf(db).team.id;
  return {
    teamId,
    get now() {
      return Date.now();
    },
    team: async () => metaOf(db).team,
    async setTeam(name, door) {
      writeTeam(db, name, door);
    },
    offeredUpdate: async () => readOffered(db),
    async setOfferedUpdate(version) {
      writeOffered(db, version);
    },
    ...people(db),
    ...devices(db),
    ...invites(db),
    ...requests(db),
    ...conversations(db),
    ...messages(db),
    ...personal(db),
    ...schedules(db),
    ...hooks(db),
  };
}

/** The facts of a database that has a team; one without is damaged. */
export function metaOf(db: Db): Meta {
  const meta = readMeta(db);
  if (!meta) throw new Refusal('STORAGE_DAMAGED', 'the database has no team');
  return meta;
}
