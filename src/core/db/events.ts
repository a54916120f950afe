// Storing the log on this computer. New events are folded; older history, and what a snapshot
// already accounts for, changes no state: its effect is there. What was done to messages is folded always.
import type { ConversationSnapshot } from '../../shared/conversationCommands.ts';
import type { ConversationKind } from '../../shared/entities.ts';
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';
import { createFold, type Standing } from './fold.ts';
import { createIntake } from './intake.ts';

type ConversationRecord = {
  id: string;
  kind: ConversationKind;
  standing: Standing;
  first_seq: number;
  last_seq: number;
  read_seq: number;
};

/** Everything that comes again with a first sync. */
const rebuilt = [
  'event',
  'member',
  'person',
  'edit',
  'deletion',
  'reaction',
  'pin',
  'acknowledgement',
  'thread',
  'preference',
  'saved',
  'thread_read',
  'schedule',
] as const;
const changesPeople: ReadonlySet<string> = new Set<LogEvent['type']>([
  'conversation.created',
  'person.joined',
  'person.changed',
  'team.changed',
  'member.joined',
  'member.left',
]);

export type Applied = {
  /** Stored now, in order. */
  stored: WireEvent[];
  /** Beyond a hole in their conversation: not stored (delivery.md rule 7). */
  ahead: WireEvent[];
  /** This person has become a member somewhere: the conversation's snapshot must be fetched. */
  joined: boolean;
  /** People or the members of conversations changed. */
  people: boolean;
};

export function createEvents(db: Db, me: string) {
  const conversation = db.prepare<[string], ConversationRecord>(
    'SELECT id, kind, standing, first_seq, last_seq, read_seq FROM conversation WHERE id = ?',
  );
  const setRange = db.prepare('UPDATE conversation SET first_seq = ?, last_seq = ? WHERE id = ?');
  const fold = createFold(db, me);

  const intake = createIntake(db, me);

  /** An event of a conversation this person is not in here: it may be what changes that. */
  function meet(
    typed: LogEvent | undefined,
    row: ConversationRecord | undefined,
  ): 'expected' | 'begun' | 'nothing' {
    if (typed?.type === 'member.joined' && typed.body.user === me) {
      fold.expect(typed.conversation);
      return 'expected';
    }
    if (typed?.type === 'member.left' && typed.body.user === me && row) fold.leave(row.id);
    if (typed?.type !== 'conversation.created' || typed.seq !== 1 || row) return 'nothing';
    fold.begin(typed);
    return 'begun';
  }

  /**
   * Applies events in the order given: the next `seq` is stored, a known one dropped, one beyond a hole given back.
   * Up to `accounted` (a seq) they are stored without being folded, because a snapshot has their effect already.
   */
  function apply(events: WireEvent[], accounted = 0): Applied {
    const applied: Applied = { stored: [], ahead: [], joined: false, people: false };
    for (const event of events) {
      const typed = known(event);
      let row = conversation.get(event.conversation);
      if (row?.standing !== 'member' && event.seq > accounted) {
        const met = meet(typed, row);
        applied.joined ||= met === 'expected';
        row = met === 'begun' ? conversation.get(event.conversation) : undefined;
      }
      if (!row || event.seq <= row.last_seq) continue;
      if (event.seq > row.last_seq + 1) {
        applied.ahead.push(event);
        continue;
      }
      intake.store(event, typed);
      setRange.run(row.first_seq || event.seq, event.seq, row.id);
      if (typed && event.seq > accounted) fold.fold(typed);
      applied.people ||= typed !== undefined && changesPeople.has(typed.type);
      applied.stored.push(event);
    }
    return applied;
  }

  /** Takes a conversation's state as the server gave it, and of its events what continues ours without a hole. */
  function open(snapshot: ConversationSnapshot): void {
    const { id, events } = snapshot;
    fold.take(snapshot);
    const { first_seq: first = 0, last_seq: last = 0 } = conversation.get(id) ?? {};
    const continues = last === 0 || (events[0]?.seq ?? 0) <= last + 1;
    const fresh = continues ? events.filter((event) => event.seq > last) : [];
    for (const event of fresh) intake.store(event);
    setRange.run(first || (fresh[0]?.seq ?? 0), fresh.at(-1)?.seq ?? last, id);
  }

  /** Stores older history: events that end right below what is stored; answers how many were new. */
  function prepend(id: string, events: WireEvent[]): number {
    const row = conversation.get(id);
    if (!row || events.at(-1)?.seq !== row.first_seq - 1) return 0;
    for (const event of events) intake.store(event);
    setRange.run(events[0]?.seq ?? row.first_seq, row.last_seq, id);
    return events.length;
  }

  /** Before a first sync that is begun again: what an interrupted one left would be taken for complete. */
  function clear(): void {
    for (const table of rebuilt) db.exec(`DELETE FROM ${table}`);
    // A remembered name has no events; what waits for that conversation needs it.
    db.exec(`DELETE FROM conversation WHERE standing <> 'left' OR last_seq > 0`);
  }

  return {
    understand: intake.understand,
    apply,
    open,
    prepend,
    clear,
    putPeople: fold.putPeople,
    leave: fold.leave,
    raiseRead: fold.raiseRead,
    conversation: (id: string) => conversation.get(id),
  };
}
