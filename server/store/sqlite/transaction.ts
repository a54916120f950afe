// The transaction that handlers work in, over prepared SQLite statements.
import { randomUUID } from 'node:crypto';
import type { Landed } from '../../../src/shared/events.ts';
import { nameKey, type Person, type Team } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { ConversationRecord, Tx } from '../store.ts';

type PersonRow = {
  id: string;
  name: string;
  about: string;
  role: Person['role'];
  joined_at: number;
};

export const toPerson = ({ joined_at, ...row }: PersonRow): Person => ({
  ...row,
  joinedAt: joined_at,
});
export const personColumns = 'id, name, about, role, joined_at';

/** Everything in `Tx` about people. */
function people(db: Db) {
  const byId = db.prepare<[string], PersonRow>(`SELECT ${personColumns} FROM person WHERE id = ?`);
  const names = db.prepare<[], { id: string; name_key: string }>('SELECT id, name_key FROM person');
  const insert = db.prepare(
    `INSERT INTO person (${personColumns}, name_key) VALUES (:id, :name, :about, :role, :joinedAt, :nameKey)`,
  );
  const rename = db.prepare('UPDATE person SET name = ?, name_key = ?, about = ? WHERE id = ?');
  const insertDevice = db.prepare(
    'INSERT INTO device (token_hash, user, name, created_at) VALUES (?, ?, ?, ?)',
  );
  return {
    async person(id) {
      const row = byId.get(id);
      return row && toPerson(row);
    },
    async idsByName() {
      return new Map(names.all().map((row) => [row.name_key, row.id]));
    },
    async addPerson(person) {
      insert.run({ ...person, nameKey: nameKey(person.name) });
    },
    async renamePerson(id, name, about) {
      rename.run(name, nameKey(name), about, id);
    },
    async addDevice({ tokenHash, user, name }) {
      insertDevice.run(tokenHash, user, name, Date.now());
    },
  } satisfies Partial<Tx>;
}

/** Everything in `Tx` about conversations, stays and markers. */
function conversations(db: Db) {
  const columns = 'id, kind, name, topic';
  const byId = db.prepare<[string], ConversationRecord>(
    `SELECT ${columns} FROM conversation WHERE id = ?`,
  );
  const byName = db.prepare<[string], ConversationRecord>(
    `SELECT ${columns} FROM conversation WHERE name_key = ? AND kind = 'channel'`,
  );
  const insert = db.prepare(
    `INSERT INTO conversation (${columns}, name_key) VALUES (:id, :kind, :name, :topic, :nameKey)`,
  );
  const member = db.prepare(
    'SELECT 1 FROM stay WHERE conversation = ? AND user = ? AND to_pos IS NULL',
  );
  const start = db.prepare('INSERT INTO stay (conversation, user, from_pos) VALUES (?, ?, ?)');
  const end = db.prepare(
    'UPDATE stay SET to_pos = ? WHERE conversation = ? AND user = ? AND to_pos IS NULL',
  );
  const birth = db.prepare<[string], Landed>(
    'SELECT conversation, seq, pos, at FROM log WHERE conversation = ? AND seq = 1',
  );
  const head = db
    .prepare<[string], number>('SELECT max(seq) FROM log WHERE conversation = ?')
    .pluck();
  const marker = db
    .prepare<[string, string], number>('SELECT seq FROM marker WHERE user = ? AND conversation = ?')
    .pluck();
  const setMarker = db.prepare(
    `INSERT INTO marker (user, conversation, seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`,
  );
  return {
    conversation: async (id) => byId.get(id),
    channelByName: async (key) => byName.get(key),
    async addConversation(conversation) {
      insert.run({ ...conversation, nameKey: nameKey(conversation.name) });
    },
    isMember: async (conversation, user) => member.get(conversation, user) !== undefined,
    async startStay(conversation, user, pos) {
      start.run(conversation, user, pos);
    },
    async endStay(conversation, user, pos) {
      end.run(pos, conversation, user);
    },
    async birth(conversation) {
      const landed = birth.get(conversation);
      if (!landed) throw new Refusal('NOT_FOUND', 'no such conversation');
      return landed;
    },
    head: async (conversation) => head.get(conversation) ?? 0,
    marker: async (user, conversation) => marker.get(user, conversation) ?? 0,
    async setMarker(user, conversation, seq) {
      setMarker.run(user, conversation, seq);
    },
  } satisfies Partial<Tx>;
}

/** One `Tx` serves every transaction of its connection: they run one after the other. */
export function createTx(db: Db, team: Team): Tx {
  return {
    team,
    get now() {
      return Date.now();
    },
    ...people(db),
    ...conversations(db),
  };
}

/** The database's own facts: its lineage and its team. */
export function readMeta(db: Db): { epoch: string; team: Team } | undefined {
  const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM meta').all();
  const meta = new Map(rows.map((row) => [row.key, row.value]));
  const [epoch, id, name] = ['epoch', 'team', 'name'].map((key) => meta.get(key));
  return epoch && id && name ? { epoch, team: { id, name } } : undefined;
}

export function writeMeta(db: Db, name: string): { epoch: string; team: Team } {
  const meta = { epoch: randomUUID(), team: { id: randomUUID(), name } };
  const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  insert.run('epoch', meta.epoch);
  insert.run('team', meta.team.id);
  insert.run('name', name);
  return meta;
}
