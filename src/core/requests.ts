// Who waits at the team's door: told to those who may let people in, whenever it changes.
import { fail } from '../shared/errors.ts';
import type { Role } from '../shared/entities.ts';
import type { JoinRequest } from '../shared/door.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import type { Request } from './transport/transport.ts';

export type RequestsParts = {
  me: string;
  db: RunDatabase;
  request: Request;
  changed(requests: JoinRequest[]): void;
  log: Log;
};

export function createRequests({ me, db, request, changed, log }: RequestsParts) {
  let role: Role | undefined;

  async function list(): Promise<JoinRequest[]> {
    return (await request('request.list', {})).requests;
  }

  async function refresh(): Promise<void> {
    role = await db('roleOf', me);
    if (role !== 'owner' && role !== 'admin') return;
    try {
      changed(await list());
    } catch (error) {
      // Asked again at the next change and the next connection.
      log('info', 'requests not read', fail(error).error);
    }
  }

  return {
    list,
    /** Something changed at the door, or there is a connection again. */
    refresh,
    /** Somebody changed: whoever became an admin now has to know who waits. */
    async peopleChanged(): Promise<void> {
      if ((await db('roleOf', me)) !== role) await refresh();
    },
  };
}
