// Everything in `Tx` about messages and what happened to them.
import type { EventBody } from '../../../src/shared/events.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import type { MessageRecord, Tx } from '../tx.ts';

type Row = Omit<MessageRecord, 'body'> & { body: string };

export function messages(db: Db) {
  const byPlace = db.prepare<{ conversation: string; seq: number }, Row>(
    `SELECT conversation, seq, pos, at, author, body, coalesce(
       (SELECT edit.body ->> 'text' FROM log AS edit INDEXED BY log_edit
        WHERE edit.conversation = :conversation AND edit.body ->> 'target' = :seq
          AND edit.type = 'message.edited' ORDER BY edit.pos DESC LIMIT 1),
       body ->> 'text') AS text
     FROM log WHERE conversation = :conversation AND seq = :seq AND type = 'message.created'`,
  );
  const edits = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM log INDEXED BY log_edit
       WHERE conversation = ? AND body ->> 'target' = ? AND type = 'message.edited'`,
    )
    .pluck();
  const reacted = db.prepare(
    'SELECT 1 FROM reaction WHERE conversation = ? AND target = ? AND emoji = ? AND user = ?',
  );
  const shown = db.prepare(
    'SELECT 1 FROM reaction WHERE conversation = ? AND target = ? AND emoji = ? LIMIT 1',
  );
  const emoji = db
    .prepare<[string, number], number>(
      'SELECT count(DISTINCT emoji) FROM reaction WHERE conversation = ? AND target = ?',
    )
    .pluck();
  const pinned = db.prepare('SELECT 1 FROM pin WHERE conversation = ? AND target = ?');
  const pins = db
    .prepare<[string], number>('SELECT count(*) FROM pin WHERE conversation = ?')
    .pluck();
  const acknowledged = db.prepare(
    'SELECT 1 FROM acknowledgement WHERE conversation = ? AND target = ? AND user = ?',
  );
  return {
    async message(conversation, seq) {
      const row = byPlace.get({ conversation, seq });
      return row && { ...row, body: JSON.parse(row.body) as EventBody<'message.created'> };
    },
    countEdits: async (conversation, target) => edits.get(conversation, target) ?? 0,
    hasReacted: async (conversation, target, user, one) =>
      reacted.get(conversation, target, one, user) !== undefined,
    isShown: async (conversation, target, one) =>
      shown.get(conversation, target, one) !== undefined,
    countEmoji: async (conversation, target) => emoji.get(conversation, target) ?? 0,
    isPinned: async (conversation, target) => pinned.get(conversation, target) !== undefined,
    countPins: async (conversation) => pins.get(conversation) ?? 0,
    hasAcknowledged: async (conversation, target, user) =>
      acknowledged.get(conversation, target, user) !== undefined,
    ...changes(db),
  } satisfies Partial<Tx>;
}

function changes(db: Db) {
  const toggle = (add: string, remove: string) => {
    const [adding, removing] = [db.prepare(add), db.prepare(remove)];
    return (on: boolean, ...row: (string | number)[]): void =>
      void (on ? adding : removing).run(...row);
  };
  const reaction = toggle(
    'INSERT INTO reaction (conversation, target, emoji, user) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    'DELETE FROM reaction WHERE conversation = ? AND target = ? AND emoji = ? AND user = ?',
  );
  const pin = toggle(
    'INSERT INTO pin (conversation, target) VALUES (?, ?) ON CONFLICT DO NOTHING',
    'DELETE FROM pin WHERE conversation = ? AND target = ?',
  );
  const acknowledge = db.prepare(
    'INSERT INTO acknowledgement (conversation, target, user) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  // The rows stay where they are, or the log had holes; what was said in them is gone.
  const scrub = [
    `UPDATE log SET body = json_set(json_remove(body, '$.forwarded'), '$.text', '', '$.mentions', json('[]'),
       '$.deleted', json('true'))
     WHERE conversation = ? AND seq = ? AND type = 'message.created'`,
    `UPDATE log SET body = json_set(body, '$.text', '', '$.mentions', json('[]'))
     WHERE conversation = ? AND body ->> 'target' = ? AND type = 'message.edited'`,
    'DELETE FROM reaction WHERE conversation = ? AND target = ?',
    'DELETE FROM pin WHERE conversation = ? AND target = ?',
    'DELETE FROM acknowledgement WHERE conversation = ? AND target = ?',
  ].map((sql) => db.prepare(sql));
  return {
    async setReaction(conversation, target, user, emoji, on) {
      reaction(on, conversation, target, emoji, user);
    },
    async setPin(conversation, target, on) {
      pin(on, conversation, target);
    },
    async addAcknowledgement(conversation, target, user) {
      acknowledge.run(conversation, target, user);
    },
    async scrub(conversation, target) {
      for (const step of scrub) step.run(conversation, target);
    },
  } satisfies Partial<Tx>;
}
