// What a person's computer makes of the log, without what is only theirs (saved, read, marked) and
// what passes by (presence): two who are in the same conversations must have the very same.
import { expect } from 'vitest';
import type { ConversationRow } from '../../src/shared/rows.ts';
import type { MessageRow, TimelinePage, TimelineRow } from '../../src/shared/timelineRows.ts';
import { eventually } from './eventually.ts';
import type { Person } from './person.ts';

/** Anybody's computer, with a window or without. */
export type Folding = Pick<Person, 'call' | 'me' | 'settled'>;

const limit = 200;

/** Everything that others should see in the same way, read to its beginning through the window's calls. */
export async function stateOf(person: Folding) {
  const rows = await person.call('conversations.list');
  const conversations = await Promise.all(rows.map((row) => conversationOf(person, row)));
  const people = (await person.call('people.list'))
    .map(({ presence: _passing, ...rest }) => rest)
    .toSorted((a, b) => a.id.localeCompare(b.id));
  return { people, conversations: new Map(conversations.map((one) => [one.id, one])) };
}

/**
 * Resolves when all of them have the same: each exactly the conversations they are in, and of each what the first
 * person who is in it has.
 */
export async function allTheSame(people: readonly Folding[]): Promise<void> {
  for (const person of people) await person.settled();
  await eventually(async () => {
    const states = await Promise.all(people.map(stateOf));
    const known = new Map(states.toReversed().flatMap(({ conversations }) => [...conversations]));
    for (const [index, state] of states.entries()) {
      const me = await people[index]!.me();
      const who = `person ${index}`;
      const theirs = [...known.values()].filter(({ members }) => members.includes(me));
      expect([...state.conversations.keys()].toSorted(), who).toEqual(
        theirs.map(({ id }) => id).toSorted(),
      );
      for (const expected of theirs)
        expect(state.conversations.get(expected.id), who).toEqual(expected);
      expect(state.people, who).toEqual(states[0]?.people);
    }
  });
}

/** Resolves when these computers of one person have the same also of what is only theirs. */
export async function sameForOneself(devices: Person[]): Promise<void> {
  await eventually(async () => {
    const states = await Promise.all(devices.map(ownStateOf));
    for (const [index, state] of states.entries())
      expect(state, `device ${index}`).toEqual(states[0]);
  });
}

async function ownStateOf(person: Person) {
  const rows = await person.call('conversations.list');
  return {
    conversations: rows
      .map(({ hasDraft: _here, failed: _here2, ...row }) => row)
      .toSorted((a, b) => a.id.localeCompare(b.id)),
    saved: (await person.call('saved.list')).map(decided),
    threads: (await person.call('threads.list')).map((thread) => ({
      ...thread,
      root: decided(thread.root),
    })),
    mentions: (await person.call('mentions.list', {})).map(decided),
    scheduled: await person.call('scheduled.list'),
    sums: (({ unread, mentions, threads }) => ({ unread, mentions, threads }))(
      await person.state(),
    ),
  };
}

/** What was refused waits for a decision at the computer where it was asked for. */
const decided = ({ undone: _here, ...row }: MessageRow) => row;

async function conversationOf(person: Folding, row: ConversationRow) {
  const { id, kind, topic, posting, archived, creator, lastAt, members } = row;
  const all = await rowsOf(person, id);
  const roots = all.filter((one) => one.kind === 'message' && one.replies !== null);
  const threads = await Promise.all(roots.map(({ seq }) => threadOf(person, id, seq ?? 0)));
  return {
    id,
    kind,
    // Of the others the name is who else is in it, which each sees differently.
    name: kind === 'channel' ? row.name : '',
    topic,
    private: row.private,
    posting,
    archived,
    creator,
    lastAt,
    members: members.toSorted(),
    rows: all.filter(isKept).map(comparable),
    threads,
    pins: (await person.call('pins.list', { conversation: id })).map(comparable),
  };
}

async function rowsOf(person: Folding, conversation: string): Promise<TimelineRow[]> {
  const newest = await person.call('timeline.latest', { conversation, limit });
  return toBeginning(newest, (before) =>
    person.call('timeline.older', { conversation, before, limit }),
  );
}

async function threadOf(person: Folding, conversation: string, thread: number) {
  const newest = await person.call('thread.open', { conversation, thread, limit });
  const rows = await toBeginning(newest, (before) =>
    person.call('thread.older', { conversation, thread, before, limit }),
  );
  return {
    root: newest.root && comparable(newest.root),
    rows: rows.filter(isKept).map(comparable),
  };
}

async function toBeginning(
  newest: TimelinePage,
  older: (before: number) => Promise<TimelinePage>,
): Promise<TimelineRow[]> {
  const rows = [...newest.rows];
  for (let page = newest; page.older;) {
    page = await older(rows[0]?.seq ?? 0);
    if (page.older && page.rows.length === 0) throw new Error('older rows are not here yet');
    rows.unshift(...page.rows);
  }
  return rows;
}

/** What was refused is only its author's. */
const isKept = ({ seq }: TimelineRow): boolean => seq !== null;

function comparable(row: TimelineRow) {
  if (row.kind === 'note') return row;
  const { saved: _saved, undone: _undone, ...rest }: MessageRow = row;
  return {
    ...rest,
    reactions: row.reactions.map(({ mine: _mine, ...reaction }) => reaction),
    acknowledge: row.acknowledge && { by: row.acknowledge.by },
    replies: row.replies && { ...row.replies, unread: 0 },
  };
}
