// What is being written, by conversation and thread, with the message it answers.
import type { Db } from '../../node/openDatabase.ts';

export type StoredDraft = { text: string; reply: number | null };

export function createDrafts(db: Db) {
  const put = db.prepare(
    `INSERT INTO draft (conversation, thread, text, reply) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET text = excluded.text, reply = excluded.reply`,
  );
  const drop = db.prepare('DELETE FROM draft WHERE conversation = ? AND thread = ?');
  const get = db.prepare<[string, number], StoredDraft>(
    'SELECT text, reply FROM draft WHERE conversation = ? AND thread = ?',
  );
  const unanswer = db.prepare('UPDATE draft SET reply = NULL');
  const unfinished = db
    .prepare<[], string>(`SELECT conversation FROM draft WHERE thread = 0 AND text <> ''`)
    .pluck();
  return {
    set(conversation: string, thread: number | null, text: string, reply: number | null): void {
      if (text === '' && reply === null) drop.run(conversation, thread ?? 0);
      else put.run(conversation, thread ?? 0, text, reply);
    },
    drop: (conversation: string, thread: number | null) => void drop.run(conversation, thread ?? 0),
    get: (conversation: string, thread: number | null): StoredDraft =>
      get.get(conversation, thread ?? 0) ?? { text: '', reply: null },
    /** The numbers of messages may mean others now. */
    dropReplies: () => void unanswer.run(),
    /** Conversations with something written; threads are not among them, which have fields of their own. */
    conversations: (): string[] => unfinished.all(),
  };
}
