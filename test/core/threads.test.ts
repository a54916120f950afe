// Threads: whose they are, what is new in them, and what stands beside the timeline.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/core/db/database.ts';
import { openHistory, rowAt } from '../support/history.ts';

const [me, mara, wei] = [randomUUID(), randomUUID(), randomUUID()];

const begin = () => openHistory(me, [mara, wei]);

test('a reply stands in its thread, and in the timeline only when it was sent there too', () => {
  const { database, log, receive, channel } = begin();
  log.say(mara, 'root');
  log.say(wei, 'in the thread', { thread: 1 });
  log.say(mara, 'for all', { thread: 1, broadcast: true });
  receive();
  expect(database.latest(channel, 10).rows.map(({ seq }) => seq)).toEqual([1, 3]);
  const opened = database.openThread(channel, 1, 10);
  expect(opened).toMatchObject({ root: { seq: 1 }, older: false, newer: false });
  expect(opened.rows.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(rowAt(database, channel, 1).replies).toEqual({
    replies: 2,
    lastAt: 3000,
    people: [mara, wei],
    unread: 0,
  });
  // The timeline counts what it shows.
  expect(database.conversation(channel)).toMatchObject({ unread: 2, lastAt: 3000 });
  expect(database.threads()).toEqual([]);
});

test('a thread is paged from its end', () => {
  const { database, log, receive, channel } = begin();
  log.say(mara, 'root');
  for (let index = 0; index < 5; index++) log.say(mara, 'more', { thread: 1 });
  receive();
  const seqs = (page: { rows: { seq: number | null }[]; older: boolean }) => [
    page.rows.map(({ seq }) => seq),
    page.older,
  ];
  expect(seqs(database.openThread(channel, 1, 2))).toEqual([[5, 6], true]);
  expect(seqs(database.threadOlder(channel, 1, 5, 2))).toEqual([[3, 4], true]);
  expect(seqs(database.threadOlder(channel, 1, 3, 2))).toEqual([[2], false]);
});

test('one takes part by the root, by a reply, or by being called, and only then it is unread', () => {
  const { database, log, receive, channel } = begin();
  log.say(me, 'mine'); // 1
  log.say(mara, 'hers'); // 2
  log.say(mara, 'calling'); // 3
  log.say(mara, 'no business of mine'); // 4
  log.say(wei, 'to mine', { thread: 1 });
  log.say(wei, 'before me', { thread: 2 });
  log.say(me, 'me too', { thread: 2 });
  log.say(wei, 'after me', { thread: 2 });
  log.say(wei, 'quiet', { thread: 3 });
  log.say(wei, 'you!', { thread: 3, mentions: [me] });
  log.say(wei, 'everybody', { thread: 4, mentions: ['channel'] });
  receive();
  const unread = () =>
    Object.fromEntries(database.threads().map((one) => [one.root.seq, [one.unread, one.mentions]]));
  expect(unread()).toEqual({ 1: [1, 0], 2: [1, 0], 3: [1, 1] });
  expect(database.unreadThreads()).toBe(3);
  expect(database.openThread(channel, 2, 10).readSeq).toBe(6);
  // What called is taken back: the thread is not this person's any more.
  log.add(wei, 'message.deleted', { target: 10 });
  // An edit calls as well.
  log.add(wei, 'message.edited', { target: 11, text: 'you', mentions: [me] });
  receive();
  expect(unread()).toEqual({ 1: [1, 0], 2: [1, 0], 4: [1, 1] });
});

test('reading a thread counts at once, on every computer, and never goes back', () => {
  const { database, log, ownLog, receive, channel } = begin();
  log.say(me, 'root');
  log.say(mara, 'one', { thread: 1 });
  log.say(mara, 'two', { thread: 1 });
  receive();
  expect(rowAt(database, channel, 1).replies?.unread).toBe(2);
  const id = randomUUID();
  const input = { id, conversation: channel, thread: 1, seq: 2 };
  const effect = database.enqueue({ id, conversation: me, name: 'thread.read', input, at: 1 });
  expect(effect.rows[channel]).toMatchObject([{ seq: 1, replies: { unread: 1 } }]);
  expect(effect.lists).toEqual(['threads']);
  expect(database.threadRead(channel, 1)).toBe(2);
  ownLog.add(me, 'thread.read', { conversation: channel, thread: 1, seq: 3 });
  ownLog.add(me, 'thread.read', { conversation: channel, thread: 1, seq: 2 }, id);
  const heard = receive();
  expect(heard.rows[channel]).toMatchObject([{ seq: 1, replies: { unread: 0 } }]);
  expect(heard.rows[me]).toBeUndefined();
  expect(database.outboxCounts()).toEqual([]);
  expect(database.unreadThreads()).toBe(0);
  expect(database.openThread(channel, 1, 10).readSeq).toBe(3);
});

test('a muted conversation’s threads do not count, and those with something new come first', () => {
  const { database, log, ownLog, receive, channel } = begin();
  log.say(me, 'older');
  log.say(me, 'newer');
  log.say(mara, 'new here', { thread: 1 });
  log.say(me, 'last word', { thread: 2 });
  receive();
  expect(database.threads().map(({ root, unread }) => [root.seq, unread])).toEqual([
    [1, 1],
    [2, 0],
  ]);
  ownLog.add(me, 'preference.changed', { conversation: channel, mutedUntil: Date.now() + 60_000 });
  const { lists } = receive();
  expect(lists).toEqual(['threads']);
  expect(database.unreadThreads()).toBe(0);
});

test('a silence that only waits for the server counts at once, and so does its end', () => {
  const { database, log, ownLog, receive, channel } = begin();
  log.say(me, 'root');
  log.say(mara, 'to mine', { thread: 1 });
  receive();
  const later = Date.now() + 60_000;
  const set = (mutedUntil: number | null) => {
    const id = randomUUID();
    const input = { id, conversation: channel, mutedUntil };
    database.enqueue({ id, conversation: me, name: 'preference.set', input, at: 1 });
  };
  expect(database.unreadThreads()).toBe(1);
  set(later);
  expect(database.unreadThreads()).toBe(0);
  set(null);
  expect(database.unreadThreads()).toBe(1);
  ownLog.add(me, 'preference.changed', { conversation: channel, mutedUntil: later });
  receive();
  expect(database.unreadThreads()).toBe(1);
});

test('deleted replies count nowhere, and a thread of nothing else is none', () => {
  const { database, log, receive, channel } = begin();
  log.say(me, 'root');
  log.say(mara, 'oops', { thread: 1 });
  receive();
  log.add(mara, 'message.deleted', { target: 2 });
  const { rows } = receive();
  const changed = (rows[channel] ?? []).map((row) => [row.seq, 'replies' in row && row.replies]);
  expect(changed).toContainEqual([1, null]);
  expect(database.threads()).toEqual([]);
});

describe('a refused reply', () => {
  const error = { code: 'NOT_FOUND' as const, message: 'no such message', field: 'thread' };
  const refused = (database: Database, channel: string) => {
    const id = randomUUID();
    const input = { id, conversation: channel, text: 'my words', thread: 1 };
    database.enqueue({ id, conversation: channel, name: 'message.send', input, at: 1 });
    const { rows } = database.refuse(id, error);
    return { id, told: rows[channel]?.find(({ key }) => key === id) };
  };
  const keys = (database: Database, channel: string) =>
    database.latest(channel, 10).rows.map(({ key }) => key);

  test('stands outside its thread where nothing leads there, until something does', () => {
    const { database, log, receive, channel } = begin();
    const root = log.say(mara, 'root').id;
    receive();
    const { id, told } = refused(database, channel);
    expect(told).toMatchObject({ state: 'failed', text: 'my words', thread: 1, broadcast: true });
    expect(database.latest(channel, 10).rows.at(-1)).toEqual(told);
    expect(database.openThread(channel, 1, 10).rows).toEqual([told]);
    log.say(wei, 'another reply', { thread: 1 });
    expect(receive().rows[channel]).toContainEqual({ ...told, broadcast: false });
    expect(keys(database, channel)).toEqual([root]);
    // Once more it waits in its thread alone.
    database.retry(id);
    expect(keys(database, channel)).toEqual([root]);
  });

  test('stands outside as soon as what began its thread is deleted, whichever is heard first', () => {
    const { database, log, receive, channel } = begin();
    const root = log.say(mara, 'root').id;
    log.say(wei, 'another reply', { thread: 1 });
    receive();
    const first = refused(database, channel);
    expect(first.told).toMatchObject({ broadcast: false });
    expect(keys(database, channel)).toEqual([root]);
    log.add(mara, 'message.deleted', { target: 1 });
    expect(receive().rows[channel]).toContainEqual({ ...first.told, broadcast: true });
    const second = refused(database, channel);
    expect(second.told).toMatchObject({ broadcast: true });
    expect(keys(database, channel)).toEqual([root, first.id, second.id]);
  });

  test('stands outside where what began its thread is not known here', () => {
    const { database, channel } = begin();
    const { id } = refused(database, channel);
    expect(keys(database, channel)).toEqual([id]);
    expect(database.discard(id).removed).toEqual({ [channel]: [id] });
    expect(keys(database, channel)).toEqual([]);
  });
});
