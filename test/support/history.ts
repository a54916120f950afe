// What a server says of people, conversations and messages, for histories that are made without one.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/core/db/database.ts';
import type { ConversationSnapshot } from '../../src/shared/conversationCommands.ts';
import type { Person } from '../../src/shared/entities.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { MessageRow } from '../../src/shared/timelineRows.ts';
import { testFolder } from './folder.ts';

export const personOf = (person: Partial<Person> & Pick<Person, 'id' | 'name'>): Person => ({
  about: '',
  role: 'member',
  avatar: null,
  active: true,
  status: null,
  dndUntil: null,
  receipts: true,
  joinedAt: 0,
  ...person,
});

export const channelOf = (
  channel: Partial<ConversationSnapshot> & Pick<ConversationSnapshot, 'id' | 'members'>,
): ConversationSnapshot => ({
  kind: 'channel',
  name: 'general',
  topic: '',
  private: false,
  posting: 'everyone',
  archived: false,
  creator: null,
  head: 0,
  read: 0,
  events: [],
  ...channel,
});

/** A conversation's log, written one event after the other. */
export function createLog(conversation: string, firstPos = 0) {
  const events: WireEvent[] = [];
  return {
    events,
    /** Answers the event that was added, with the next seq. */
    add(author: string, type: string, body: WireEvent['body'], id: string | null = randomUUID()) {
      const seq = events.length + 1;
      const event = {
        conversation,
        seq,
        pos: firstPos + seq,
        id,
        author,
        at: seq * 1000,
        type,
        body,
      };
      events.push(event);
      return event;
    },
    say(author: string, text: string, more: WireEvent['body'] = {}) {
      return this.add(author, 'message.created', { text, mentions: [], ...more });
    },
  };
}

/** A database of `me` that was synced: one channel with the people, and one's own conversation. */
export function openHistory(me: string, others: string[], folder = testFolder()) {
  const database = openDatabase(folder, me);
  onTestFinished(() => database.close());
  const channel = randomUUID();
  const members = [me, ...others];
  const people = members.map((id, index) => personOf({ id, name: `Person ${index}` }));
  const own = channelOf({ id: me, kind: 'personal', name: '', members: [me] });
  const state = { epoch: randomUUID(), cursor: 0 };
  database.takeSnapshot(people, [channelOf({ id: channel, members }), own], { first: true, state });
  const log = createLog(channel);
  const ownLog = createLog(me, 1_000_000);
  return {
    database,
    folder,
    channel,
    log,
    ownLog,
    /** Applies everything that was written and is not here yet; answers what to show. */
    receive: () => database.apply([...log.events, ...ownLog.events], null),
  };
}

/** The row of the message that stands at `seq`. */
export function rowAt(database: Database, conversation: string, seq: number): MessageRow {
  const [row] = database
    .latest(conversation, 1000)
    .rows.filter((one): one is MessageRow => one.kind === 'message' && one.seq === seq);
  if (!row) throw new Error(`no message ${seq}`);
  return row;
}
