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
    `INSERT INTO conversation (id, kind, name, topic, standing) VALUES (:id, :kind, :name, :topic, :standing)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, name = excluded.name, topic = excluded.topic, standing = excluded.standing`,
  );
  const expect = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, standing) VALUES (?, 'channel', '', '', 'opening')
     ON CONFLICT DO UPDATE SET standing = 'opening'`,
  );
  const setStanding = db.prepare('UPDATE conversation SET standing = ? WHERE id = ?');
  const raiseRead = db.prepare('UPDATE conversation SET read_seq = max(read_seq, ?) WHERE id = ?');
  const storePerson = db.prepare(
    `INSERT INTO person (id, name, about, role, avatar, active, joined_at)
     VALUES (:id, :name, :about, :role, :avatar, :active, :joinedAt)
     ON CONFLICT DO UPDATE SET name = excluded.name, about = excluded.about, role = excluded.role,
       avatar = excluded.avatar, active = excluded.active`,
  );
  const putPerson = (person: Person): void =>
    void storePerson.run({ ...person, active: person.active ? 1 : 0 });
  const addMember = db.prepare('INSERT OR IGNORE INTO member (conversation, user) VALUES (?, ?)');
  const dropMember = db.prepare('DELETE FROM member WHERE conversation = ? AND user = ?');
  const dropMembers = db.prepare('DELETE FROM member WHERE conversation = ?');

  /** One row per event type that changes more than the log. */
  const folds: { [T in LogEvent['type']]?: Fold<T> } = {
    'conversation.created': ({ conversation: id, body }) => {
      for (const user of body.members) addMember.run(id, user);
    },
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
    begin({ conversation: id, body }: Extract<LogEvent, { type: 'conversation.created' }>): void {
      putConversation.run({ ...body, id, standing: 'member' satisfies Standing });
      raiseRead.run(1, id);
    },
    /** This person has become a member: the snapshot must be asked for. */
    expect: (id: string): void => void expect.run(id),
    /** The conversation as the server says it stands. */
    take(snapshot: ConversationSnapshot): void {
      const { id, members } = snapshot;
      const standing: Standing = members.includes(me) ? 'member' : 'left';
      putConversation.run({ ...snapshot, standing });
      dropMembers.run(id);
      for (const user of members) addMember.run(id, user);
      raiseRead.run(snapshot.read, id);
    },
    leave: (id: string): void => void setStanding.run('left' satisfies Standing, id),
    putPeople: (people: Person[]): void => people.forEach(putPerson),
    raiseRead: (id: string, seq: number): void => void raiseRead.run(seq, id),
  };
}
