// The client's files, asked directly: what is stored of what arrives, in whatever order.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { join } from 'node:path';
import { openDatabase } from '../../src/core/db/database.ts';
import { historyDatabase } from '../../src/core/db/schema.ts';
import { openDatabase as openFile } from '../../src/node/openDatabase.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { channelOf, personOf } from '../support/history.ts';
import { testFolder } from '../support/folder.ts';

const [me, other, conversation] = [randomUUID(), randomUUID(), randomUUID()];

function open(folder = testFolder()) {
  const database = openDatabase(folder, me);
  onTestFinished(() => database.close());
  return database;
}

/** Synced, with one empty channel. */
function withChannel() {
  const database = open();
  const snapshot = channelOf({ id: conversation, members: [me, other] });
  const state = { epoch: randomUUID(), cursor: 0 };
  database.takeSnapshot([], [snapshot], { first: true, state });
  return database;
}

const event = (seq: number, more: Partial<WireEvent> = {}): WireEvent => ({
  conversation,
  seq,
  pos: seq * 10,
  id: randomUUID(),
  author: other,
  at: seq,
  type: 'message.created',
  body: { text: `message ${seq}`, mentions: [] },
  ...more,
});

test('the next is stored, the known dropped, and the cursor stays before a hole', () => {
  const database = withChannel();
  expect(database.apply([event(1), event(2)], 20).changed).toEqual([conversation]);
  expect(database.apply([event(2)], 20).changed).toEqual([]);
  const { ahead } = database.apply([event(4)], 100);
  expect(ahead.map(({ seq }) => seq)).toEqual([4]);
  expect(database.syncState().cursor).toBe(39);
  database.apply([event(3), event(4)], 100);
  expect(database.syncState().cursor).toBe(100);
  // It never goes back within an epoch (I5).
  database.apply([], 50);
  expect(database.syncState().cursor).toBe(100);
});

test('an event of a type from the future is kept and shown as unsupported', () => {
  const database = withChannel();
  database.apply([event(1, { type: 'poll.opened', body: { question: '?' } }), event(2)], 20);
  const { rows } = database.latest(conversation, 10);
  expect(rows).toMatchObject([
    { kind: 'note', note: 'unsupported', seq: 1 },
    { kind: 'message', text: 'message 2' },
  ]);
});

test('only the messages of others are unread, and those that call me are mentions', () => {
  const database = withChannel();
  const calling = { text: '@me @here', mentions: [me, 'here'] };
  database.apply(
    [
      event(1),
      event(2, { author: me }),
      event(3, { body: calling }),
      event(4, { type: 'x', body: {} }),
    ],
    40,
  );
  expect(database.conversation(conversation)).toMatchObject({ unread: 2, mentions: 1 });
  database.markRead(conversation, 1);
  expect(database.conversation(conversation)).toMatchObject({ unread: 1, mentions: 1 });
});

test('what was acknowledged stays visible until the log brings it, and is then one row', () => {
  const database = withChannel();
  const id = randomUUID();
  database.enqueue({
    id,
    conversation,
    name: 'message.send',
    input: { id, conversation, text: 'hi' },
    at: 1,
  });
  const { rows } = database.acknowledge(id, { conversation, seq: 1 });
  expect(rows[conversation]).toMatchObject([{ key: id, state: 'kept', seq: null }]);
  expect(database.latest(conversation, 10).rows).toHaveLength(1);
  database.apply([event(1, { id, author: me, body: { text: 'hi', mentions: [] } })], 10);
  expect(database.latest(conversation, 10).rows).toMatchObject([
    { key: id, seq: 1, state: 'kept' },
  ]);
  expect(database.outboxCounts()).toEqual([]);
});

test('what the server has lost goes back to the outbox, before what waits', () => {
  const database = withChannel();
  const lost = [1, 2].map((seq) =>
    event(seq, { author: me, body: { text: `lost ${seq}`, mentions: [] } }),
  );
  database.apply(lost, 20);
  const id = randomUUID();
  database.enqueue({
    id,
    conversation,
    name: 'message.send',
    input: { id, conversation, text: 'new' },
    at: 3,
  });
  expect(database.follow(0)).toBe(2);
  expect(database.syncState()).toEqual({ epoch: null, cursor: 0 });
  // The conversation is remembered by name, so that what waits in it can be seen.
  expect(database.conversations()).toMatchObject([{ id: conversation, name: 'general' }]);
  const texts = database
    .latest(conversation, 10)
    .rows.map((row) => row.kind === 'message' && row.text);
  expect(texts).toEqual(['lost 1', 'lost 2', 'new']);
});

test('people are folded whole, and the team’s news are told', () => {
  const database = withChannel();
  const person = personOf({ id: other, name: 'Jonas' });
  const [avatar, body] = ['a'.repeat(64), { name: 'Workshop', door: 'invite' as const }];
  const changed = { ...person, role: 'admin' as const, avatar, active: false };
  const result = database.apply(
    [
      event(1, { type: 'person.joined', body: { person } }),
      event(2, { type: 'person.changed', author: me, body: { person: changed } }),
      event(3, { type: 'team.changed', body: { name: 'Old', door: 'ask' } }),
      event(4, { type: 'team.changed', body }),
    ],
    40,
  );
  expect(result).toMatchObject({ people: true, team: body });
  expect(database.people()).toEqual([changed]);
  expect(database.roleOf(other)).toBe('admin');
  expect(database.apply([event(5)], 50).team).toBeUndefined();
});

test('a history from before there were pictures is opened with all its people', () => {
  const folder = testFolder();
  const [first = ''] = historyDatabase.migrations;
  const old = openFile(join(folder, 'history.db'), { ...historyDatabase, migrations: [first] });
  old.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?)').run(other, 'Jonas', '', 'member', 1);
  old.prepare('INSERT INTO meta VALUES (?, ?)').run('me', me);
  old.close();
  expect(open(folder).people()).toEqual([personOf({ id: other, name: 'Jonas', joinedAt: 1 })]);
});

test('another person’s history is set aside', () => {
  const folder = testFolder();
  const first = openDatabase(folder, other);
  first.takeSnapshot([], [], { first: true, state: { epoch: randomUUID(), cursor: 7 } });
  first.close();
  expect(open(folder).syncState()).toEqual({ epoch: null, cursor: 0 });
});

test('older history fills in with one’s own first: what was silenced long ago may lie there', () => {
  const database = open();
  const late = (id: string, kind: 'channel' | 'personal', read: number) =>
    channelOf({
      id,
      kind,
      members: [me],
      read,
      head: 900,
      events: [event(900, { conversation: id, type: 'unheard of', body: {} })],
    });
  const unread = randomUUID();
  const snapshots = [late(conversation, 'channel', 900), late(unread, 'channel', 1)];
  const state = { epoch: randomUUID(), cursor: 0 };
  database.takeSnapshot([], [...snapshots, late(me, 'personal', 900)], { first: true, state });
  expect(database.incomplete()).toEqual([me, unread, conversation]);
});

test('a program among the people is told apart, however it was heard of', () => {
  const database = open();
  const state = { epoch: randomUUID(), cursor: 0 };
  const [robot, hook] = [randomUUID(), randomUUID()];
  const people = [
    personOf({ id: other, name: 'Other' }),
    personOf({ id: robot, name: 'Robot', bot: true }),
  ];
  database.takeSnapshot(people, [channelOf({ id: conversation, members: [me] })], {
    first: true,
    state,
  });
  const joined = personOf({ id: hook, name: 'Backup', bot: true });
  database.apply([event(1, { type: 'person.joined', body: { person: joined } })], 10);
  const marks = () => database.people().map(({ name, bot }) => [name, bot]);
  expect(marks()).toEqual([
    ['Backup', true],
    ['Other', undefined],
    ['Robot', true],
  ]);
  const gone = { ...joined, active: false };
  database.apply([event(2, { type: 'person.changed', body: { person: gone } })], 20);
  expect(database.people()[0]).toMatchObject({ bot: true, active: false });
});
