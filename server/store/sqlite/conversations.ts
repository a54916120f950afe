// Everything in `Tx` about conversations, stays and markers.
import type { Landed } from '../../../src/shared/events.ts';
import { nameKey } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { ConversationRecord, Tx } from '../tx.ts';

export function conversations(db: Db) {
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
