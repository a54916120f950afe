// What people do with conversations inside a team, with themselves and with the lists of the side panel,
// in memory. memoryTeam.ts spreads `handlers` into its own; tests set and read the rest.
import { randomUUID } from 'node:crypto';
import type { CallArgs, CallOutput, ListName, Pushes } from '../../../src/shared/api.ts';
import type { ChannelListing } from '../../../src/shared/conversationCommands.ts';
import { nameKey } from '../../../src/shared/entities.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { ConversationRow, PersonRow } from '../../../src/shared/rows.ts';
import type {
  MessageRow,
  ScheduledRow,
  ThreadRow,
  TimelineRow,
} from '../../../src/shared/timelineRows.ts';

type ConversationCall =
  | 'channels.browse'
  | 'channel.create'
  | 'channel.join'
  | 'channel.leave'
  | 'conversation.set'
  | 'member.add'
  | 'member.remove'
  | 'direct.open'
  | 'group.open'
  | 'status.set'
  | 'dnd.set'
  | 'receipts.set'
  | 'pins.list'
  | 'saved.list'
  | 'mentions.list'
  | 'threads.list'
  | 'scheduled.list'
  | 'schedule.cancel'
  | 'schedule.send';
type Handlers = { [N in ConversationCall]: (input: CallArgs<N>) => CallOutput<N> };

/** What it needs of the team around it. */
export type Place = {
  readonly me: string;
  people: PersonRow[];
  conversations: Map<string, ConversationRow>;
  rows: Map<string, TimelineRow[]>;
  addConversation(
    kind: ConversationRow['kind'],
    name: string,
    more?: Partial<ConversationRow>,
  ): ConversationRow;
  change(row: ConversationRow): void;
  push<N extends 'people' | 'conversations' | 'lists'>(name: N, payload: Pushes[N]): void;
};

export function memoryConversations(team: Place) {
  const state = {
    /** Open channels this person is not in. */
    elsewhere: [] as ChannelListing[],
    threads: [] as ThreadRow[],
    scheduled: [] as ScheduledRow[],
  };

  const changed = (...lists: ListName[]): void => team.push('lists', lists);

  function find(id: string): ConversationRow {
    const row = team.conversations.get(id);
    if (!row) throw new Refusal('NOT_FOUND', id);
    return row;
  }

  function gone(id: string): void {
    team.conversations.delete(id);
    team.push('conversations', { changed: [], removed: [id] });
  }

  /** Something about oneself, or, told by the server, about somebody else. */
  function changePerson(change: Partial<PersonRow>, user = team.me): void {
    team.people = team.people.map((one) => (one.id === user ? { ...one, ...change } : one));
    team.push('people', team.people);
  }

  function addElsewhere(name: string, more: Partial<ChannelListing> = {}): ChannelListing {
    const base = { topic: '', private: false, archived: false, members: 2, joined: false };
    const listing = { id: randomUUID(), name, posting: 'everyone', ...base, ...more } as const;
    state.elsewhere.push(listing);
    return listing;
  }

  const messages = (): MessageRow[] =>
    [...team.rows.values()].flat().filter((row): row is MessageRow => row.kind === 'message');

  function endSchedule(schedule: string): ScheduledRow {
    const row = state.scheduled.find(({ id }) => id === schedule);
    if (!row) throw new Refusal('NOT_FOUND', schedule);
    state.scheduled = state.scheduled.filter((one) => one !== row);
    changed('scheduled');
    return row;
  }

  const handlers: Handlers = {
    'channels.browse': () => [
      ...[...team.conversations.values()]
        .filter(({ kind }) => kind === 'channel')
        .map(({ id, name, topic, members, private: closed, posting, archived }) => {
          const facts = { id, name, topic, private: closed, posting, archived };
          return { ...facts, members: members.length, joined: members.includes(team.me) };
        }),
      ...state.elsewhere,
    ],
    'channel.create': ({ name, members, ...facts }) => {
      const taken = [...team.conversations.values(), ...state.elsewhere];
      if (taken.some((one) => nameKey(one.name) === nameKey(name)))
        throw new Refusal('NAME_TAKEN', name);
      const inside = [team.me, ...members];
      const row = team.addConversation('channel', name, { ...facts, members: inside });
      team.change({ ...row, creator: team.me });
      return { conversation: row.id };
    },
    'channel.join': ({ conversation }) => {
      const listing = state.elsewhere.find(({ id }) => id === conversation);
      if (!listing) throw new Refusal('NOT_FOUND', conversation);
      const { id, name, topic } = listing;
      state.elsewhere = state.elsewhere.filter((one) => one !== listing);
      team.change(team.addConversation('channel', name, { id, topic, members: [team.me] }));
    },
    'channel.leave': ({ conversation }) => gone(find(conversation).id),
    'conversation.set': ({ conversation, ...change }) =>
      team.change({ ...find(conversation), ...change }),
    'member.add': ({ conversation, users }) => {
      const row = find(conversation);
      team.change({ ...row, members: [...new Set([...row.members, ...users])] });
    },
    'member.remove': ({ conversation, user }) => {
      const row = find(conversation);
      team.change({ ...row, members: row.members.filter((id) => id !== user) });
    },
    'direct.open': ({ user }) => {
      const peer = team.people.find(({ id }) => id === user);
      if (!peer) throw new Refusal('NOT_FOUND', user);
      const members = [user, team.me];
      const row = team.addConversation('direct', peer.name, { peer: user, members });
      team.change(row);
      return { conversation: row.id };
    },
    'group.open': ({ users }) => {
      const members = [...new Set([team.me, ...users])].toSorted();
      const same = (row: ConversationRow) => row.members.toSorted().join() === members.join();
      const known = [...team.conversations.values()].find(
        (row) => row.kind === 'group' && same(row),
      );
      if (known) return { conversation: known.id };
      const others = team.people.filter(({ id }) => id !== team.me && members.includes(id));
      const name = others.map((one) => one.name).join(', ');
      const row = team.addConversation('group', name, { members });
      team.change(row);
      return { conversation: row.id };
    },
    'status.set': ({ status }) => changePerson({ status }),
    'dnd.set': ({ until }) => changePerson({ dndUntil: until }),
    'receipts.set': ({ on }) => changePerson({ receipts: on }),
    'pins.list': ({ conversation }) =>
      messages().filter((row) => row.conversation === conversation && row.pinned),
    'saved.list': () => messages().filter((row) => row.saved),
    'mentions.list': ({ before }) =>
      messages()
        .filter((row) => row.mentions.includes(team.me) && row.at < (before ?? Infinity))
        .sort((a, b) => b.at - a.at)
        .slice(0, 20),
    'threads.list': () => state.threads,
    'scheduled.list': () => state.scheduled,
    'schedule.cancel': ({ schedule }) => void endSchedule(schedule),
    'schedule.send': ({ schedule }) => void endSchedule(schedule),
  };

  return Object.assign(state, { handlers, changed, changePerson, addElsewhere });
}
