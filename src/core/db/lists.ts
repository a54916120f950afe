// The sidebar's lists: conversations with their counts, and people.
import type { ConversationRow, PersonRow } from '../../shared/rows.ts';
import type { Role } from '../../shared/entities.ts';
import type { Db } from '../../node/openDatabase.ts';

export type StoredPerson = Omit<PersonRow, 'presence'>;
/** What the history knows of a conversation; drafts and failures come from the outbox. */
export type StoredConversation = Omit<ConversationRow, 'hasDraft' | 'failed'>;

type Row = Omit<StoredConversation, 'members' | 'peer' | 'unread' | 'mentions'> & {
  weight1: number;
  weight2: number;
};

export function createLists(db: Db, me: string) {
  const people = db.prepare<[], Omit<StoredPerson, 'active'> & { active: number }>(
    'SELECT id, name, about, role, avatar, active, joined_at AS joinedAt FROM person ORDER BY name COLLATE NOCASE',
  );
  const role = db.prepare<[string], Role>('SELECT role FROM person WHERE id = ?').pluck();
  const personName = db.prepare<[string], string>('SELECT name FROM person WHERE id = ?').pluck();
  const members = db
    .prepare<[string], string>('SELECT user FROM member WHERE conversation = ?')
    .pluck();
  // Counts are always derived from the log, so that a badge cannot drift.
  const rows = db.prepare<{ only: string | null; unsent: string }, Row>(
    `SELECT id, kind, name, topic,
       (SELECT count(*) FROM event WHERE conversation = c.id AND seq > c.read_seq AND weight > 0) AS weight1,
       (SELECT count(*) FROM event WHERE conversation = c.id AND seq > c.read_seq AND weight > 1) AS weight2,
       coalesce((SELECT at FROM event WHERE conversation = c.id AND seq = c.last_seq), 0) AS lastAt
     FROM conversation c
     WHERE kind <> 'team' AND (:only IS NULL OR id = :only)
       AND (standing = 'member' OR id IN (SELECT value FROM json_each(:unsent)))`,
  );

  function complete({ weight1, weight2, ...row }: Row): StoredConversation {
    const all = members.all(row.id);
    if (row.kind !== 'direct')
      return { ...row, members: all, peer: null, unread: weight1, mentions: weight2 };
    // Talking to oneself is a direct conversation too: a place for notes.
    const peer = all.find((user) => user !== me) ?? me;
    // Everything in a direct conversation is meant for this person.
    return {
      ...row,
      // Only a conversation the server has lost has nobody in it: it keeps the name it had.
      name: all.length === 0 ? row.name : (personName.get(peer) ?? ''),
      members: all,
      peer,
      unread: weight1,
      mentions: weight1,
    };
  }

  return {
    people: (): StoredPerson[] =>
      people.all().map((person) => ({ ...person, active: person.active === 1 })),
    role: (id: string): Role | undefined => role.get(id),
    /** One's own conversations, and those left in which something `unsent` waits for a decision. */
    conversations: (unsent: string[]): StoredConversation[] =>
      rows.all({ only: null, unsent: JSON.stringify(unsent) }).map(complete),
    conversation(id: string, unsent: string[]): StoredConversation | undefined {
      const row = rows.get({ only: id, unsent: JSON.stringify(unsent) });
      return row && complete(row);
    },
  };
}
