// Everything in `Tx` about conversations, stays and markers.
import type { Landed } from '../../../src/shared/events.ts';
import { nameKey } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { ConversationRecord, Tx } from '../tx.ts';

type ConversationRow = Omit<ConversationRecord, 'private' | 'archived'> & {
  private: number;
  archived: number;
};

const columns = 'id, kind, name, topic, private, posting, archived, creator';

const toConversation = (row: ConversationRow): ConversationRecord => ({
  ...row,
  private: row.private === 1,
  archived: row.archived === 1,
});

const toRow = (record: ConversationRecord) => ({
  ...record,
  private: record.private ? 1 : 0,
  archived: record.archived ? 1 : 0,
  nameKey: nameKey(record.name),
});

/** One conversation as it stands. */
export function createConversationLookup(db: Db): (id: string) => ConversationRecord | undefined {
  const byId = db.prepare<[string], ConversationRow>(
    `SELECT ${columns} FROM conversation WHERE id = ?`,
  );
  return (id) => {
    const row = byId.get(id);
    return row && toConversation(row);
  };
}

export function conversations(db: Db) {
  const lookup = createConversationLookup(db);
  const byName = db.prepare<[string], ConversationRow>(
    `SELECT ${columns} FROM conversation WHERE name_key = ? AND kind = 'channel' AND private = 0`,
  );
  const first = db
    .prepare<[], string>(
      "SELECT id FROM conversation WHERE kind = 'channel' AND creator IS NULL AND archived = 0",
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO conversation (${columns}, name_key)
     VALUES (:id, :kind, :name, :topic, :private, :posting, :archived, :creator, :nameKey)`,
  );
  const update = db.prepare(
    `UPDATE conversation SET name = :name, name_key = :nameKey, topic = :topic, posting = :posting,
       archived = :archived WHERE id = :id`,
  );
  const member = db.prepare(
    'SELECT 1 FROM stay WHERE conversation = ? AND user = ? AND to_pos IS NULL',
  );
  const members = db
    .prepare<[string], string>(
      'SELECT user FROM stay WHERE conversation = ? AND to_pos IS NULL ORDER BY user',
    )
    .pluck();
  const start = db.prepare('INSERT INTO stay (conversation, user, from_pos) VALUES (?, ?, ?)');
  const end = db.prepare(
    'UPDATE stay SET to_pos = ? WHERE conversation = ? AND user = ? AND to_pos IS NULL',
  );
  const landing = db.prepare<[string, number], Landed>(
    'SELECT conversation, seq, pos, at FROM log WHERE conversation = ? AND seq = ?',
  );
  const landed = (conversation: string, seq: number): Landed => {
    const found = landing.get(conversation, seq);
    if (!found) throw new Refusal('NOT_FOUND', 'no such event');
    return found;
  };
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
    conversation: async (id) => lookup(id),
    async channelByName(key) {
      const row = byName.get(key);
      return row && toConversation(row);
    },
    firstChannel: async () => first.get(),
    async addConversation(conversation) {
      insert.run(toRow(conversation));
    },
    async updateConversation(conversation) {
      update.run(toRow(conversation));
    },
    isMember: async (conversation, user) => member.get(conversation, user) !== undefined,
    members: async (conversation) => members.all(conversation),
    async startStay(conversation, user, pos) {
      start.run(conversation, user, pos);
    },
    async endStay(conversation, user, pos) {
      end.run(pos, conversation, user);
    },
    birth: async (conversation) => landed(conversation, 1),
    landed: async (conversation, seq) => landed(conversation, seq),
    head: async (conversation) => head.get(conversation) ?? 0,
    marker: async (user, conversation) => marker.get(user, conversation) ?? 0,
    async setMarker(user, conversation, seq) {
      setMarker.run(user, conversation, seq);
    },
  } satisfies Partial<Tx>;
}
