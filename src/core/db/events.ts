// Storing the log on this computer and folding it into people, conversations and members.
// New events are folded; older history that fills in behind is only stored: the snapshot already has its effect.
import type { ConversationSnapshot } from '../../shared/commands.ts';
import type { Person } from '../../shared/entities.ts';
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

export type Standing = 'member' | 'opening' | 'left';
export type ConversationRecord = {
  id: string;
  kind: 'team' | 'channel' | 'direct';
  name: string;
  topic: string;
  standing: Standing;
  first_seq: number;
  last_seq: number;
  read_seq: number;
};

export type Applied = {
  /** Stored now, in order. */
  stored: WireEvent[];
  /** Beyond a hole in their conversation: not stored (delivery.md rule 7). */
  ahead: WireEvent[];
  /** This person has become a member somewhere: the conversation's snapshot must be fetched. */
  joined: boolean;
};

type Fold<T extends LogEvent['type']> = (event: Extract<LogEvent, { type: T }>) => void;

export function createEvents(db: Db, me: () => string) {
  const conversation = db.prepare<[string], ConversationRecord>(
    'SELECT * FROM conversation WHERE id = ?',
  );
  const insertEvent = db.prepare(
    `INSERT INTO event (conversation, seq, pos, id, author, at, type, body, weight)
     VALUES (:conversation, :seq, :pos, :id, :author, :at, :type, :body, :weight)`,
  );
  const insertConversation = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, standing) VALUES (:id, :kind, :name, :topic, :standing)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, name = excluded.name, topic = excluded.topic, standing = excluded.standing`,
  );
  const setStanding = db.prepare('UPDATE conversation SET standing = ? WHERE id = ?');
  const setRange = db.prepare('UPDATE conversation SET first_seq = ?, last_seq = ? WHERE id = ?');
  const raiseRead = db.prepare('UPDATE conversation SET read_seq = max(read_seq, ?) WHERE id = ?');
  const putPerson = db.prepare(
    `INSERT INTO person (id, name, about, role, joined_at) VALUES (:id, :name, :about, :role, :joinedAt)
     ON CONFLICT DO UPDATE SET name = excluded.name, about = excluded.about, role = excluded.role`,
  );
  const renamePerson = db.prepare('UPDATE person SET name = ?, about = ? WHERE id = ?');
  const addMember = db.prepare('INSERT OR IGNORE INTO member (conversation, user) VALUES (?, ?)');
  const dropMember = db.prepare('DELETE FROM member WHERE conversation = ? AND user = ?');
  const dropMembers = db.prepare('DELETE FROM member WHERE conversation = ?');

  /** One row per event type that changes more than the log. */
  const folds: { [T in LogEvent['type']]?: Fold<T> } = {
    'conversation.created': ({ conversation: id, body }) => {
      for (const user of body.members) addMember.run(id, user);
    },
    'person.joined': ({ conversation: id, body }) => {
      putPerson.run(body.person);
      addMember.run(id, body.person.id);
    },
    'person.changed': ({ author, body }) => void renamePerson.run(body.name, body.about, author),
    'member.joined': ({ conversation: id, body }) => void addMember.run(id, body.user),
    'member.left': ({ conversation: id, body }) => {
      dropMember.run(id, body.user);
      if (body.user === me()) setStanding.run('left', id);
    },
  };

  function insert(event: WireEvent): void {
    insertEvent.run({ ...event, body: JSON.stringify(event.body), weight: weightOf(event) });
  }

  function weightOf(event: WireEvent): number {
    const typed = known(event);
    if (typed?.type !== 'message.created' || typed.author === me()) return 0;
    return typed.body.mentions.some(
      (mention) => mention === me() || mention === 'channel' || mention === 'here',
    )
      ? 2
      : 1;
  }

  /** A conversation this computer has not got: it begins here, or its snapshot must be asked for. */
  function meet(
    event: WireEvent,
    row: ConversationRecord | undefined,
  ): ConversationRecord | undefined {
    if (isArrival(event)) {
      if (row) setStanding.run('opening', row.id);
      else
        insertConversation.run({
          id: event.conversation,
          kind: 'channel',
          name: '',
          topic: '',
          standing: 'opening',
        });
      return undefined;
    }
    const typed = known(event);
    if (typed?.type !== 'conversation.created' || typed.seq !== 1 || row) return undefined;
    const { kind, name, topic } = typed.body;
    insertConversation.run({ id: typed.conversation, kind, name, topic, standing: 'member' });
    raiseRead.run(1, typed.conversation);
    return conversation.get(typed.conversation);
  }

  function isArrival(event: WireEvent): boolean {
    const typed = known(event);
    return typed?.type === 'member.joined' && typed.body.user === me();
  }

  function fold(event: WireEvent): void {
    const typed = known(event);
    if (typed) folds[typed.type]?.(typed as never);
  }

  /** Applies events in the order given: the next `seq` is stored, a known one dropped, one beyond a hole given back. */
  function apply(events: WireEvent[]): Applied {
    const applied: Applied = { stored: [], ahead: [], joined: false };
    for (const event of events) {
      const found = conversation.get(event.conversation);
      const row = found?.standing === 'member' ? found : meet(event, found);
      if (!row) applied.joined ||= isArrival(event);
      if (!row || event.seq <= row.last_seq) continue;
      if (event.seq > row.last_seq + 1) {
        applied.ahead.push(event);
        continue;
      }
      insert(event);
      setRange.run(row.first_seq || event.seq, event.seq, row.id);
      fold(event);
      applied.stored.push(event);
    }
    return applied;
  }

  /** Takes a conversation's state as the server gave it, and of its events what continues ours without a hole. */
  function open(snapshot: ConversationSnapshot): void {
    const { id, events } = snapshot;
    insertConversation.run({ ...snapshot, standing: 'member' });
    dropMembers.run(id);
    for (const user of snapshot.members) addMember.run(id, user);
    raiseRead.run(snapshot.read, id);
    const { first_seq: first = 0, last_seq: last = 0 } = conversation.get(id) ?? {};
    const continues = last === 0 || (events[0]?.seq ?? 0) <= last + 1;
    const fresh = continues ? events.filter((event) => event.seq > last) : [];
    for (const event of fresh) insert(event);
    setRange.run(first || (fresh[0]?.seq ?? 0), fresh.at(-1)?.seq ?? last, id);
  }

  /** Stores older history: events that end right below what is stored; answers how many were new. */
  function prepend(id: string, events: WireEvent[]): number {
    const row = conversation.get(id);
    if (!row || events.at(-1)?.seq !== row.first_seq - 1) return 0;
    for (const event of events) insert(event);
    setRange.run(events[0]?.seq ?? row.first_seq, row.last_seq, id);
    return events.length;
  }

  return {
    apply,
    open,
    prepend,
    putPeople: (people: Person[]) => people.forEach((person) => putPerson.run(person)),
    raiseRead: (id: string, seq: number) => void raiseRead.run(seq, id),
    conversation: (id: string) => conversation.get(id),
  };
}
