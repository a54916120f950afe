// What events mean on this computer: the people, conversations and members they make and change.
import type { ConversationSnapshot } from '../../shared/conversationCommands.ts';
import type { Person } from '../../shared/entities.ts';
import type { LogEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

/** `opening`: joined, but the conversation's snapshot has not come yet. */
export type Standing = 'member' | 'opening' | 'left';
type Fold<T extends LogEvent['type']> = (event: Extract<LogEvent, { type: T }>) => void;

export function createFold(db: Db, me: string) {
  const putConversation = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, private, posting, archived, creator, standing)
     VALUES (:id, :kind, :name, :topic, :private, :posting, :archived, :creator, :standing)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, name = excluded.name, topic = excluded.topic,
       private = excluded.private, posting = excluded.posting, archived = excluded.archived,
       creator = excluded.creator, standing = excluded.standing`,
  );
  const expect = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, standing) VALUES (?, 'channel', '', '', 'opening')
     ON CONFLICT DO UPDATE SET standing = 'opening'`,
  );
  const change = db.prepare(
    'UPDATE conversation SET name = :name, topic = :topic, posting = :posting, archived = :archived WHERE id = :id',
  );
  const isTeam = db
    .prepare<[string], number>(`SELECT 1 FROM conversation WHERE id = ? AND kind = 'team'`)
    .pluck();
  const setStanding = db.prepare('UPDATE conversation SET standing = ? WHERE id = ?');
  const raiseRead = db.prepare('UPDATE conversation SET read_seq = max(read_seq, ?) WHERE id = ?');
  const storePerson = db.prepare(
    `INSERT INTO person (id, name, about, role, avatar, active, status, dnd_until, receipts, bot, joined_at)
     VALUES (:id, :name, :about, :role, :avatar, :active, :status, :dndUntil, :receipts, :bot, :joinedAt)
     ON CONFLICT DO UPDATE SET name = excluded.name, about = excluded.about, role = excluded.role,
       avatar = excluded.avatar, active = excluded.active, status = excluded.status,
       dnd_until = excluded.dnd_until, receipts = excluded.receipts, bot = excluded.bot`,
  );
  const putPerson = ({ active, receipts, status, bot, ...person }: Person): void =>
    void storePerson.run({
      ...person,
      active: active ? 1 : 0,
      receipts: receipts ? 1 : 0,
      bot: bot ? 1 : 0,
      status: status && JSON.stringify(status),
    });
  const addMember = db.prepare('INSERT OR IGNORE INTO member (conversation, user) VALUES (?, ?)');
  const dropMember = db.prepare('DELETE FROM member WHERE conversation = ? AND user = ?');
  const dropMembers = db.prepare('DELETE FROM member WHERE conversation = ?');

  /** One row per event type that changes more than the log. */
  const folds: { [T in LogEvent['type']]?: Fold<T> } = {
    'conversation.created': ({ conversation: id, body }) => {
      for (const user of body.members) addMember.run(id, user);
    },
    'conversation.changed': ({ conversation: id, body: { name, topic, posting, archived } }) =>
      void change.run({ id, name, topic, posting, archived: archived ? 1 : 0 }),
    'person.joined': ({ conversation: id, body }) => {
      putPerson(body.person);
      addMember.run(id, body.person.id);
    },
    'person.changed': ({ body }) => putPerson(body.person),
    'member.joined': ({ conversation: id, body }) => void addMember.run(id, body.user),
    'member.left': ({ conversation: id, body }) => {
      dropMember.run(id, body.user);
      if (body.user === me) setStanding.run('left' satisfies Standing, id);
    },
  };

  return {
    fold: (event: LogEvent): void => folds[event.type]?.(event as never),
    /** A conversation that begins now, with this person in it. */
    begin(event: Extract<LogEvent, { type: 'conversation.created' }>): void {
      const { conversation: id, author, body } = event;
      putConversation.run({
        ...body,
        id,
        private: body.private ? 1 : 0,
        posting: body.posting ?? 'everyone',
        archived: 0,
        // What came with the team was made by nobody.
        creator: isTeam.get(author) ? null : author,
        standing: 'member' satisfies Standing,
      });
      raiseRead.run(1, id);
    },
    /** This person has become a member: the snapshot must be asked for. */
    expect: (id: string): void => void expect.run(id),
    /** The conversation as the server says it stands. */
    take(snapshot: ConversationSnapshot): void {
      const { id, members } = snapshot;
      const standing: Standing = members.includes(me) ? 'member' : 'left';
      putConversation.run({
        ...snapshot,
        private: snapshot.private ? 1 : 0,
        archived: snapshot.archived ? 1 : 0,
        standing,
      });
      dropMembers.run(id);
      for (const user of members) addMember.run(id, user);
      raiseRead.run(snapshot.read, id);
    },
    leave: (id: string): void => void setStanding.run('left' satisfies Standing, id),
    putPeople: (people: Person[]): void => people.forEach(putPerson),
    raiseRead: (id: string, seq: number): void => void raiseRead.run(seq, id),
  };
}
