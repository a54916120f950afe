// What exists nowhere else: commands of every kind, drafts, and what a server that came back from a backup has lost.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/core/db/database.ts';
import { outboxDatabase } from '../../src/core/db/schema.ts';
import { openDatabase as openFile } from '../../src/node/openDatabase.ts';
import { testFolder } from '../support/folder.ts';
import { openHistory } from '../support/history.ts';

const [me, mara] = [randomUUID(), randomUUID()];
const begin = () => openHistory(me, [mara]);

test('a draft belongs to its conversation or thread, with what it answers', () => {
  const { database, log, receive, channel } = begin();
  log.say(mara, 'question');
  receive();
  database.setDraft(channel, null, 'half a thou', 1);
  database.setDraft(channel, 1, 'in the thread', null);
  const reply = { seq: 1, author: mara, text: 'question', state: 'shown' };
  expect(database.openTimeline(channel).draft).toEqual({ text: 'half a thou', reply });
  expect(database.openThread(channel, 1, 9).draft).toEqual({ text: 'in the thread', reply: null });
  expect(database.drafts()).toEqual([channel]);
  const send = (more: object) => {
    const id = randomUUID();
    const input = { id, conversation: channel, text: 'x', ...more };
    database.enqueue({ id, conversation: channel, name: 'message.send', input, at: 1 });
  };
  // Passing something on is not what was being written.
  send({ forward: { conversation: channel, seq: 1 } });
  expect(database.drafts()).toEqual([channel]);
  send({});
  expect(database.openTimeline(channel).draft).toEqual({ text: '', reply: null });
  expect(database.openThread(channel, 1, 9).draft.text).toBe('in the thread');
  send({ thread: 1 });
  expect(database.openThread(channel, 1, 9).draft.text).toBe('');
});

test('what changed nothing has no event: it is through when the log is past its place', () => {
  const { database, log, receive, channel } = begin();
  log.say(mara, 'one');
  receive();
  const react = () => {
    const id = randomUUID();
    const input = { id, conversation: channel, target: 1, emoji: '👍', on: true };
    database.enqueue({ id, conversation: channel, name: 'reaction.set', input, at: 1 });
    return id;
  };
  const [first, second] = [react(), react()];
  expect(database.acknowledge(first, { conversation: channel, seq: 1 }).rows[channel]).toHaveLength(
    1,
  );
  expect(database.command(first)).toBeUndefined();
  database.acknowledge(second, { conversation: channel, seq: 2 });
  expect(database.command(second)).toMatchObject({ state: 'sent', landed: channel, seq: 2 });
  log.add(me, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  receive();
  expect(database.command(second)).toBeUndefined();
});

test('an answer from a conversation that is not here leaves nothing waiting for it', () => {
  const { database } = begin();
  const id = randomUUID();
  const input = { id, schedule: randomUUID() };
  database.enqueue({ id, conversation: me, name: 'schedule.send', input, at: 1 });
  database.acknowledge(id, { conversation: randomUUID(), seq: 7 });
  expect(database.outboxCounts()).toEqual([]);
});

test('another text for what waits or has failed, and not for what was sent', () => {
  const { database, channel } = begin();
  const id = randomUUID();
  const input = { id, conversation: channel, text: 'too long' };
  database.enqueue({ id, conversation: channel, name: 'message.send', input, at: 1 });
  database.refuse(id, { code: 'TOO_LARGE', message: 'no' });
  expect(database.rewrite(id, 'short').rows[channel]).toMatchObject([
    { key: id, text: 'short', state: 'waiting', error: null },
  ]);
  expect(database.nextCommand(channel)).toMatchObject({ input: { id, text: 'short' } });
  database.acknowledge(id, { conversation: channel, seq: 3 });
  expect(() => database.rewrite(id, 'other')).toThrow(/already sent/);
});

test('the order of a lane survives a restart, and a retry goes to its end', () => {
  const { database, folder, channel } = begin();
  const ids = [0, 1, 2].map(() => randomUUID());
  for (const id of ids) {
    const input = { id, conversation: channel, text: id };
    database.enqueue({ id, conversation: channel, name: 'message.send', input, at: 1 });
  }
  const [first = '', second = '', third = ''] = ids;
  database.refuse(first, { code: 'FORBIDDEN', message: 'no' });
  database.retry(first);
  database.close();
  const again = openDatabase(folder, me);
  const order = [1, 2, 3].map(() => {
    const { id = '' } = again.nextCommand(channel) ?? {};
    again.discard(id);
    return id;
  });
  again.close();
  expect(order).toEqual([second, third, first]);
});

test('an outbox of the version before keeps its messages and drafts', () => {
  const folder = testFolder();
  const [first = ''] = outboxDatabase.migrations;
  const old = openFile(join(folder, 'outbox.db'), { ...outboxDatabase, migrations: [first] });
  const [id, channel] = [randomUUID(), randomUUID()];
  const input = JSON.stringify({ id, conversation: channel, text: 'from before' });
  old
    .prepare(
      `INSERT INTO command (id, conversation, name, input, at, state) VALUES (?, ?, ?, ?, 1, 'waiting')`,
    )
    .run(id, channel, 'message.send', input);
  old.prepare('INSERT INTO draft VALUES (?, ?)').run(channel, 'half');
  old.close();
  const database = openDatabase(folder, me);
  expect(database.nextCommand(channel)).toMatchObject({ id, input: { text: 'from before' } });
  expect(database.openTimeline(channel).draft).toEqual({ text: 'half', reply: null });
  database.close();
});

test('what a restored server has lost is offered with its parts, and nothing that names a lost message', () => {
  const { database, log, ownLog, receive, channel } = begin();
  log.say(mara, 'kept');
  log.say(me, 'answer to what is kept', { reply: 1, thread: 1 });
  log.say(mara, 'lost with the server');
  log.say(me, 'answer to what is lost', { reply: 3, thread: 3, acknowledge: true });
  log.add(me, 'message.edited', { target: 4, text: 'the better answer', mentions: [] });
  log.add(me, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  log.add(me, 'reaction.changed', { target: 3, emoji: '👍', on: true });
  log.say(me, 'taken back');
  log.add(me, 'message.deleted', { target: 8 });
  ownLog.add(me, 'saved.changed', { conversation: channel, target: 1, on: true });
  ownLog.add(me, 'preference.changed', { conversation: channel, favourite: true, unreadFrom: 4 });
  receive();
  const waiting = (target: number) => {
    const id = randomUUID();
    const input = { id, conversation: channel, target, on: true };
    database.enqueue({ id, conversation: channel, name: 'pin.set', input, at: 1 });
    return id;
  };
  const [stays, goes] = [waiting(1), waiting(3)];
  const passOn = (seq: number, text: string) => {
    const id = randomUUID();
    const forward = { conversation: channel, seq };
    const input = { id, conversation: channel, text, forward };
    database.enqueue({ id, conversation: channel, name: 'message.send', input, at: 1 });
    return id;
  };
  const [passed, said, pointless] = [passOn(1, ''), passOn(3, 'look'), passOn(3, '')];
  const ids = [1, 3, 5].map((index) => log.events[index]?.id);
  expect(database.follow(1)).toBe(5);
  const inputs = [];
  for (let next = database.nextCommand(channel); next; next = database.nextCommand(channel)) {
    inputs.push(next.input);
    database.discard(next.id);
  }
  const here = { conversation: channel };
  expect(inputs).toEqual([
    { ...here, id: ids[0], text: 'answer to what is kept', reply: 1, thread: 1 },
    { ...here, id: ids[1], text: 'the better answer', acknowledge: true },
    { ...here, id: ids[2], target: 1, emoji: '👍', on: true },
    { ...here, id: stays, target: 1, on: true },
    { ...here, id: passed, text: '', forward: { ...here, seq: 1 } },
    // Under that number there may be another message now.
    { ...here, id: said, text: 'look' },
  ]);
  expect(database.command(pointless)).toBeUndefined();
  expect(database.command(goes)).toBeUndefined();
  expect(database.nextCommand(me)).toMatchObject({ name: 'saved.set', input: { target: 1 } });
});

test('a restored server is told what it would send again, or although it was cancelled', () => {
  const { database, log, ownLog, receive, channel } = begin();
  const plans = ['as planned', 'edited since', 'deleted since', 'cancelled', 'not known there'];
  const ids = plans.map(() => randomUUID());
  const plan = (index: number): void => {
    const schedule = { id: ids[index], conversation: channel, text: plans[index], at: 1 };
    ownLog.add(me, 'schedule.added', { schedule }, ids[index]);
  };
  for (const index of [0, 1, 2, 3]) plan(index);
  const restored = ownLog.events[3]?.pos ?? 0;
  plan(4);
  // What a schedule became stands right before its end.
  const send = (index: number) => {
    const message = log.say(me, plans[index] ?? '');
    message.pos = ownLog.add(me, 'schedule.ended', { schedule: ids[index], how: 'sent' }, null)
      .pos++;
    return message;
  };
  const [planned, edited] = [send(0), send(1)];
  log.add(me, 'message.edited', { target: 2, text: 'better', mentions: [] }).pos = 2_000_000;
  send(2);
  log.add(me, 'message.deleted', { target: 4 }).pos = 2_000_001;
  const cancel = ownLog.add(me, 'schedule.ended', { schedule: ids[3], how: 'cancelled' });
  cancel.pos = 2_000_002;
  const unknown = send(4);
  receive();
  database.follow(restored);
  const offered = (lane: string) => {
    const all = [];
    for (let next = database.nextCommand(lane); next; next = database.nextCommand(lane)) {
      all.push([next.name, next.id, next.input]);
      database.discard(next.id);
    }
    return all;
  };
  const here = { conversation: channel };
  expect(offered(channel)).toEqual([
    ['message.send', edited.id, { ...here, id: edited.id, text: 'better' }],
    ['message.send', unknown.id, { ...here, id: unknown.id, text: 'not known there' }],
  ]);
  const other = expect.any(String);
  expect(offered(me)).toEqual([
    ['schedule.send', planned.id, { id: planned.id, schedule: ids[0] }],
    ['schedule.cancel', other, { id: other, schedule: ids[1] }],
    ['schedule.cancel', other, { id: other, schedule: ids[2] }],
    ['schedule.cancel', cancel.id, { id: cancel.id, schedule: ids[3] }],
  ]);
});
