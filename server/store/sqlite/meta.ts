// The database's own facts: its lineage, its team, the server's key.
import { randomUUID } from 'node:crypto';
import { DoorPolicy, type Team } from '../../../src/shared/entities.ts';
import type { Db } from '../../../src/node/openDatabase.ts';

export type Meta = { epoch: string; team: Team };

/** Undefined in a file where no team was founded yet. */
export function readMeta(db: Db): Meta | undefined {
  const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM meta').all();
  const meta = new Map(rows.map((row) => [row.key, row.value]));
  const [epoch, id, name] = ['epoch', 'team', 'name'].map((key) => meta.get(key));
  if (!epoch || !id || !name) return undefined;
  return { epoch, team: { id, name, door: DoorPolicy.catch('ask').parse(meta.get('door')) } };
}

/** The facts of a team founded now. */
export function writeMeta(db: Db, name: string, door: DoorPolicy): Meta {
  const meta = { epoch: randomUUID(), team: { id: randomUUID(), name, door } };
  put(db, 'epoch', meta.epoch);
  put(db, 'team', meta.team.id);
  put(db, 'name', name);
  put(db, 'door', door);
  return meta;
}

export function writeTeam(db: Db, name: string, door: DoorPolicy): void {
  put(db, 'name', name);
  put(db, 'door', door);
}

/** What a copy becomes, so that clients can tell it from the log it was taken of. */
export const renewEpoch = (db: Db): void => put(db, 'epoch', randomUUID());

/** The version of the app that everybody is offered, or null. */
export const readOffered = (db: Db): string | null =>
  db.prepare<[], string>("SELECT value FROM meta WHERE key = 'update'").pluck().get() || null;

export const writeOffered = (db: Db, version: string | null): void =>
  put(db, 'update', version ?? '');

/** The server's key as its owner wrote it, or null. */
export const readIdentity = (db: Db): string | null =>
  db.prepare<[], string>("SELECT value FROM meta WHERE key = 'identity'").pluck().get() ?? null;

export const writeIdentity = (db: Db, json: string): void => put(db, 'identity', json);

function put(db: Db, key: string, value: string): void {
  db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
