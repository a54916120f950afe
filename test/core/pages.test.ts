// Pages of a history in which much has happened to messages, and lists of messages from everywhere.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TimelinePage } from '../../src/shared/timelineRows.ts';
import { channelOf, createLog, openHistory } from '../support/history.ts';

const [me, mara] = [randomUUID(), randomUUID()];
const begin = () => openHistory(me, [mara]);
const seqs = ({ rows }: TimelinePage) => rows.map(({ seq }) => seq);
const texts = (rows: { text: string }[]) => rows.map(({ text }) => text);

/** Ten messages, each followed by nine reactions. */
function busy() {
  const history = begin();
  const { log, receive } = history;
  for (let index = 0; index < 10; index++) {
    const { seq } = log.say(mara, `message ${index}`);
    for (let turn = 0; turn < 9; turn++)
      log.add(mara, 'reaction.changed', { target: seq, emoji: '👍', on: turn % 2 === 0 });
  }
  receive();
  return history;
}

test('pages hold messages only, and say whether there is more', () => {
  const { database, channel } = busy();
  const last = database.latest(channel, 4);
  expect([seqs(last), last.older, last.newer]).toEqual([[61, 71, 81, 91], true, false]);
  const before = database.older(channel, 61, 5);
  expect([seqs(before), before.older]).toEqual([[11, 21, 31, 41, 51], true]);
  const first = database.older(channel, 11, 5);
  expect([seqs(first), first.older]).toEqual([[1], false]);
  const next = database.newer(channel, 1, 2);
  expect([seqs(next), next.older, next.newer]).toEqual([[11, 21], true, true]);
  expect(database.newer(channel, 71, 5).newer).toBe(false);
});

test('while older history is on the server only, there is more above', () => {
  const { database } = begin();
  const id = randomUUID();
  const log = createLog(id);
  for (let index = 0; index < 6; index++) log.say(mara, 'x');
  const events = log.events.slice(3);
  database.openConversation(channelOf({ id, members: [me, mara], head: 6, events }));
  expect(database.older(id, 4, 5)).toMatchObject({ rows: [], older: true });
  database.prepend(id, log.events.slice(0, 3));
  expect(database.older(id, 4, 5)).toMatchObject({ older: false, rows: { length: 3 } });
});

test('a page around a message, a moment, and a reply that only its thread shows', () => {
  const { database, channel, log, receive } = busy();
  const found = database.timelineAt(channel, 51, 4);
  expect([seqs(found), found.seq, found.older, found.newer]).toEqual([
    [31, 41, 51, 61],
    51,
    true,
    true,
  ]);
  expect(seqs(database.timelineAt(channel, 91, 4))).toEqual([61, 71, 81, 91]);
  // A reaction's number: the message after it is next.
  expect(database.timelineAt(channel, 52, 4).seq).toBe(61);
  expect(database.timelineAt(channel, 500, 4).seq).toBeNull();
  // Every event is a second after the one before.
  expect(database.timelineDate(channel, 41_500, 4).seq).toBe(51);
  expect(database.timelineDate(channel, 0, 4).seq).toBe(1);
  expect(database.timelineDate(channel, 999_999, 4).seq).toBe(91);
  const { seq } = log.say(mara, 'in a thread', { thread: 21 });
  receive();
  expect(database.timelineAt(channel, seq, 4)).toMatchObject({ seq: 21, thread: 21 });
});

test('saved and pinned messages: the newest first, deleted ones and taken back ones not', () => {
  const { database, channel, log, ownLog, receive } = begin();
  for (const text of ['one', 'two', 'three', 'four']) log.say(mara, text);
  for (const target of [3, 1, 2, 4])
    ownLog.add(me, 'saved.changed', { conversation: channel, target, on: true });
  for (const target of [2, 1, 4]) log.add(mara, 'pin.changed', { target, on: true });
  ownLog.add(me, 'saved.changed', { conversation: channel, target: 1, on: false });
  log.add(mara, 'message.deleted', { target: 4 });
  receive();
  expect(texts(database.saved())).toEqual(['two', 'three']);
  expect(texts(database.pins(channel))).toEqual(['one', 'two']);
  const id = randomUUID();
  const input = { id, conversation: channel, target: 1, on: true };
  const { lists } = database.enqueue({ id, conversation: me, name: 'saved.set', input, at: 1 });
  expect(lists).toEqual(['saved']);
  expect(texts(database.saved())).toEqual(['one', 'two', 'three']);
});

test('what calls this person is listed page by page', () => {
  const { database, log, receive } = begin();
  for (let index = 0; index < 60; index++)
    log.say(mara, `call ${index}`, { mentions: index % 2 === 0 ? [me] : ['channel'] });
  log.say(mara, 'not at all');
  receive();
  const first = database.mentions();
  expect([first.length, first[0]?.text]).toEqual([50, 'call 59']);
  expect(database.mentions(first.at(-1)?.at).map(({ text }) => text)).toEqual(
    Array.from({ length: 10 }, (_, index) => `call ${9 - index}`),
  );
});

test('what is to be sent later: waiting, kept, failed, and gone', () => {
  const { database, channel, ownLog, receive } = begin();
  const schedule = (id: string, at: number) => ({ id, conversation: channel, text: 'later', at });
  const [kept, failed, over, waiting] = [1, 2, 3, 4].map(() => randomUUID());
  for (const [id, at] of [
    [kept, 30],
    [failed, 10],
    [over, 20],
  ] as const)
    ownLog.add(me, 'schedule.added', { schedule: schedule(id ?? '', at) }, id);
  ownLog.add(me, 'schedule.ended', { schedule: over, how: 'cancelled' }, null);
  ownLog.add(me, 'schedule.failed', { schedule: failed, code: 'FORBIDDEN' }, null);
  expect(receive().lists).toEqual(['scheduled']);
  const id = waiting ?? '';
  const input = schedule(id, 40);
  database.enqueue({ id, conversation: me, name: 'message.schedule', input, at: 1 });
  expect(database.scheduled()).toMatchObject([
    { id: failed, state: 'failed', error: { code: 'FORBIDDEN' } },
    { id: kept, state: 'kept' },
    { id: waiting, state: 'waiting' },
  ]);
  const cancel = { id: randomUUID(), schedule: kept ?? '' };
  database.enqueue({ ...command(cancel.id), name: 'schedule.cancel', input: cancel });
  expect(database.scheduled().map((row) => row.id)).toEqual([failed, waiting]);
});

const command = (id: string) => ({ id, conversation: me, at: 1 });

test('how far others have read is kept, and never goes back', () => {
  const { database, channel } = begin();
  expect(
    database.putSeen(channel, [
      [mara, 5],
      [me, 9],
    ]),
  ).toEqual([[mara, 5]]);
  expect(database.putSeen(channel, [[mara, 4]])).toEqual([]);
  expect(database.seen(channel)).toEqual([[mara, 5]]);
});

test('what was saved is listed as long as one is in its conversation', () => {
  const { database, log, ownLog, receive, channel } = openHistory(me, [mara]);
  log.say(mara, 'among us');
  ownLog.add(me, 'saved.changed', { conversation: channel, target: 1, on: true });
  receive();
  expect(texts(database.saved())).toEqual(['among us']);
  log.add(mara, 'member.left', { user: me });
  const { lists } = receive();
  expect(lists.toSorted()).toEqual(['mentions', 'saved', 'threads']);
  expect(texts(database.saved())).toEqual([]);
});
