// Everything in `Tx` about hooks, and what the server itself reads and notes of them.
import type { DeadEvent, HookType } from '../../../src/shared/bots.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { HookProgress, OutgoingHook } from '../store.ts';
import type { HookRecord, Tx } from '../tx.ts';

/** Of those that were given up so many are kept for each hook, the newest. */
const deadKept = 1000;

type Row = Omit<HookRecord, 'types' | 'allowPrivate'> & { types: string; allowPrivate: number };

const columns = `id, conversation, key_hash AS keyHash, url, secret, types, allow_private AS allowPrivate,
  created_by AS createdBy, created_at AS createdAt, ended_at AS endedAt, last_used_at AS lastUsedAt, cursor,
  failing_since AS failingSince, last_error AS lastError`;

const toHook = ({ types, allowPrivate, ...row }: Row): HookRecord => ({
  ...row,
  types: JSON.parse(types) as HookType[],
  allowPrivate: allowPrivate === 1,
});

export function hooks(db: Db) {
  const byId = db.prepare<[string], Row>(`SELECT ${columns} FROM hook WHERE id = ?`);
  const all = db.prepare<[], Row>(
    `SELECT ${columns} FROM hook WHERE ended_at IS NULL ORDER BY created_at, id`,
  );
  const insert = db.prepare(
    `INSERT INTO hook (id, conversation, key_hash, url, secret, types, allow_private, created_by, created_at, cursor)
     VALUES (:id, :conversation, :keyHash, :url, :secret, :types, :allowPrivate, :createdBy, :createdAt,
       (SELECT max(pos) FROM log))`,
  );
  const byKey = db.prepare<[Uint8Array]>('SELECT 1 FROM hook WHERE key_hash = ?');
  const end = db.prepare('UPDATE hook SET ended_at = ? WHERE id = ? AND ended_at IS NULL');
  const dead = db.prepare<[string], Omit<DeadEvent, 'waiting'> & { again: number }>(
    'SELECT pos, type, tries, error, at, again FROM dead_event WHERE hook = ? ORDER BY pos DESC',
  );
  const countDead = db
    .prepare<[string], number>('SELECT count(*) FROM dead_event WHERE hook = ?')
    .pluck();
  const one = 'WHERE hook = :hook AND (:pos IS NULL OR pos = :pos)';
  const retry = db.prepare(`UPDATE dead_event SET again = 1 ${one}`);
  const discard = db.prepare(`DELETE FROM dead_event ${one}`);
  return {
    async hook(id) {
      const row = byId.get(id);
      return row && toHook(row);
    },
    hooks: async () => all.all().map(toHook),
    deadEvents: async (hook) =>
      dead.all(hook).map(({ again, ...event }) => ({ ...event, waiting: again === 1 })),
    countDead: async (hook) => countDead.get(hook) ?? 0,
    async addHook({ types, allowPrivate, ...hook }) {
      if (hook.keyHash && byKey.get(hook.keyHash))
        throw new Refusal('ID_CONFLICT', 'this key is in use', { field: 'key' });
      insert.run({ ...hook, types: JSON.stringify(types), allowPrivate: allowPrivate ? 1 : 0 });
    },
    async endHook(id) {
      end.run(Date.now(), id);
    },
    retryDead: async (hook, pos) => retry.run({ hook, pos }).changes,
    discardDead: async (hook, pos) => discard.run({ hook, pos }).changes,
  } satisfies Partial<Tx>;
}

/** What the reading thread answers the server itself. */
export function createHookReads(db: Db) {
  const byKey = db.prepare<[Uint8Array], { id: string; conversation: string }>(
    'SELECT id, conversation FROM hook WHERE key_hash = ? AND ended_at IS NULL',
  );
  const outgoing = db.prepare<[], Row & { url: string; secret: string }>(
    `SELECT ${columns} FROM hook WHERE url IS NOT NULL AND ended_at IS NULL
       AND EXISTS (SELECT 1 FROM person WHERE person.id = hook.id AND active = 1)`,
  );
  const again = db
    .prepare<[string], number>(
      'SELECT pos FROM dead_event WHERE hook = ? AND again = 1 ORDER BY pos',
    )
    .pluck();
  return {
    hookByKey: (keyHash: Uint8Array) => byKey.get(keyHash) ?? null,
    outgoingHooks: (): OutgoingHook[] =>
      outgoing.all().map((row) => ({
        id: row.id,
        conversation: row.conversation,
        url: row.url,
        secret: row.secret,
        types: JSON.parse(row.types) as HookType[],
        allowPrivate: row.allowPrivate === 1,
        cursor: row.cursor,
        failingSince: row.failingSince,
        again: again.all(row.id),
      })),
  };
}

/** What the writing thread keeps for the server itself; called within a transaction. */
export function createHookNotes(db: Db) {
  const used = db.prepare('UPDATE hook SET last_used_at = ? WHERE id = ?');
  const progress = db.prepare(
    `UPDATE hook SET cursor = :cursor, failing_since = :failingSince, last_error = :lastError,
       last_used_at = coalesce(:usedAt, last_used_at) WHERE id = :hook`,
  );
  const settle = db.prepare('DELETE FROM dead_event WHERE hook = ? AND pos = ?');
  const bury = db.prepare(
    `INSERT INTO dead_event (hook, pos, type, tries, error, at)
       SELECT id, :pos, :type, :tries, :error, :at FROM hook WHERE id = :hook AND ended_at IS NULL
     ON CONFLICT DO UPDATE SET tries = tries + excluded.tries, error = excluded.error, at = excluded.at, again = 0`,
  );
  const forget = db.prepare(
    `DELETE FROM dead_event WHERE hook = :hook AND pos <=
       (SELECT pos FROM dead_event WHERE hook = :hook ORDER BY pos DESC LIMIT 1 OFFSET ${deadKept})`,
  );
  return {
    used(hooks: [hook: string, at: number][]): void {
      for (const [hook, at] of hooks) used.run(at, hook);
    },
    progress({ hook, dead, settled, ...state }: HookProgress): void {
      progress.run({ hook, ...state });
      for (const pos of settled) settle.run(hook, pos);
      for (const event of dead) bury.run({ hook, ...event });
      if (dead.length > 0) forget.run({ hook });
    },
  };
}
