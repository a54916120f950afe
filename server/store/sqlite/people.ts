// Everything in `Tx` about people and their pictures.
import { nameKey, type Person } from '../../../src/shared/entities.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { AvatarRecord, Tx } from '../tx.ts';

type PersonRow = Omit<Person, 'active' | 'status' | 'receipts' | 'bot'> & {
  bot: number;
  active: number;
  status: string | null;
  receipts: number;
};

const columns = `id, name, about, role, avatar, active, status, dnd_until AS dndUntil, receipts,
  bot, joined_at AS joinedAt`;

const toPerson = ({ active, status, receipts, bot, ...row }: PersonRow): Person => ({
  ...row,
  ...(bot === 1 && { bot: true }),
  active: active === 1,
  status: status === null ? null : (JSON.parse(status) as Person['status']),
  receipts: receipts === 1,
});

const toRow = ({ active, status, receipts, bot, ...person }: Person) => ({
  ...person,
  bot: bot ? 1 : 0,
  active: active ? 1 : 0,
  status: status === null ? null : JSON.stringify(status),
  receipts: receipts ? 1 : 0,
  nameKey: nameKey(person.name),
});

/** Everybody who ever joined, also those who are not active any more. */
export function createPeopleList(db: Db): () => Person[] {
  const all = db.prepare<[], PersonRow>(`SELECT ${columns} FROM person`);
  return () => all.all().map(toPerson);
}

export function people(db: Db) {
  const byId = db.prepare<[string], PersonRow>(`SELECT ${columns} FROM person WHERE id = ?`);
  const standing = db.prepare<
    { user: string; device: string | null; now: number },
    { role: Person['role']; active: number; shutOut: number }
  >(
    `SELECT role, active, (:device IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM device WHERE id = :device AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > :now))) AS shutOut
     FROM person WHERE id = :user`,
  );
  const names = db.prepare<[], { id: string; name_key: string }>('SELECT id, name_key FROM person');
  const byName = db.prepare<[string], string>('SELECT id FROM person WHERE name_key = ?').pluck();
  const active = db.prepare<[string], PersonRow>(
    `SELECT ${columns} FROM person WHERE role = ? AND active = 1 ORDER BY id`,
  );
  const insert = db.prepare(
    `INSERT INTO person (id, name, about, role, avatar, active, status, dnd_until, receipts, bot, joined_at, name_key)
     VALUES (:id, :name, :about, :role, :avatar, :active, :status, :dndUntil, :receipts, :bot, :joinedAt, :nameKey)`,
  );
  const update = db.prepare(
    `UPDATE person SET name = :name, name_key = :nameKey, about = :about, role = :role,
       avatar = :avatar, active = :active, status = :status, dnd_until = :dndUntil,
       receipts = :receipts WHERE id = :id`,
  );
  const avatar = db.prepare<[string], AvatarRecord>(
    'SELECT hash, type, bytes FROM avatar WHERE hash = ?',
  );
  const addAvatar = db.prepare(
    'INSERT INTO avatar (hash, type, bytes) VALUES (:hash, :type, :bytes) ON CONFLICT DO NOTHING',
  );
  const dropAvatar = db.prepare(
    `DELETE FROM avatar WHERE hash = :hash
       AND NOT EXISTS (SELECT 1 FROM person WHERE person.avatar = :hash)`,
  );
  return {
    async person(id) {
      const row = byId.get(id);
      return row && toPerson(row);
    },
    async standing(user, device) {
      const row = standing.get({ user, device: device ?? null, now: Date.now() });
      return row && { ...row, active: row.active === 1, shutOut: row.shutOut === 1 };
    },
    async idsByName() {
      return new Map(names.all().map((row) => [row.name_key, row.id]));
    },
    idByName: async (key) => byName.get(key),
    activePeople: async (role) => active.all(role).map(toPerson),
    async addPerson(person) {
      insert.run(toRow(person));
    },
    async updatePerson(person) {
      update.run(toRow(person));
    },
    avatar: async (hash) => avatar.get(hash),
    async addAvatar(record) {
      addAvatar.run(record);
    },
    async dropUnusedAvatar(hash) {
      dropAvatar.run({ hash });
    },
  } satisfies Partial<Tx>;
}
