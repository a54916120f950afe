// What is done here shows at once, and is the same when the log has brought it.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Database } from '../../src/core/db/database.ts';
import type { NewCommand } from '../../src/core/db/outbox.ts';
import type { MessageRow } from '../../src/shared/timelineRows.ts';
import { openHistory, rowAt } from '../support/history.ts';

const [me, mara, wei] = [randomUUID(), randomUUID(), randomUUID()];

function queue<N extends NewCommand['name']>(
  database: Database,
  name: N,
  input: object,
  lane?: string,
) {
  const id = randomUUID();
  const { conversation = me } = input as { conversation?: string };
  const command = { id, conversation: lane ?? conversation, name, input: { ...input, id }, at: 1 };
  return { id, effect: database.enqueue(command as unknown as NewCommand) };
}

/** Without what only tells that the server does not know yet. */
const settled = ({ pending: _pending, at: _at, editedAt, ...row }: MessageRow) => ({
  ...row,
  edited: editedAt !== null,
});

/** A message with a bit of everything on it. */
function setting() {
  const history = openHistory(me, [mara, wei]);
  const { log, receive } = history;
  log.say(me, 'the message', { acknowledge: true });
  log.add(mara, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  log.add(me, 'reaction.changed', { target: 1, emoji: '🎉', on: true });
  log.add(wei, 'message.acknowledged', { target: 1 });
  receive();
  return history;
}

const things: [name: NewCommand['name'], input: object, type: string][] = [
  ['message.edit', { text: 'other words' }, 'message.edited'],
  ['message.delete', {}, 'message.deleted'],
  ['reaction.set', { emoji: '👍', on: true }, 'reaction.changed'],
  ['reaction.set', { emoji: '👍', on: false }, 'reaction.changed'],
  ['reaction.set', { emoji: '🎉', on: true }, 'reaction.changed'],
  ['reaction.set', { emoji: '🎉', on: false }, 'reaction.changed'],
  ['reaction.set', { emoji: '🐢', on: true }, 'reaction.changed'],
  ['pin.set', { on: true }, 'pin.changed'],
  ['message.acknowledge', {}, 'message.acknowledged'],
  ['saved.set', { on: true }, 'saved.changed'],
];

test.each(things)('%s %j shows at once what the log will say', (name, input, type) => {
  const { database, channel, log, ownLog, receive } = setting();
  const isOwn = name === 'saved.set';
  const body = { target: 1, ...input, ...('text' in input && { mentions: [] }) };
  const { id, effect } = queue(
    database,
    name,
    { conversation: channel, target: 1, ...input },
    isOwn ? me : channel,
  );
  const [shown] = effect.rows[channel] ?? [];
  expect(shown).toMatchObject({ pending: true, state: 'kept', undone: [] });
  expect(shown).toEqual(rowAt(database, channel, 1));
  // Kept by the server, and not through the log yet: nothing waits, nothing flickers.
  const where = isOwn ? ownLog : log;
  const landed = { conversation: isOwn ? me : channel, seq: where.events.length + 1 };
  const [acknowledged] = database.acknowledge(id, landed).rows[channel] ?? [];
  expect(acknowledged).toEqual({ ...shown, pending: false });
  if (isOwn) ownLog.add(me, type, { ...body, conversation: channel }, id);
  else log.add(me, type, body, id);
  receive();
  expect(database.outboxCounts()).toEqual([]);
  const now = rowAt(database, channel, 1);
  expect(now.pending).toBe(false);
  expect(settled(now)).toEqual(settled(shown as MessageRow));
});

test('a message that waits is the row it will be, in its thread and in what it answers', () => {
  const { database, channel, log, receive } = setting();
  const parts = { conversation: channel, thread: 1, reply: 1, broadcast: true as const };
  const { id, effect } = queue(database, 'message.send', { text: 'a reply', ...parts });
  const rows = effect.rows[channel] ?? [];
  expect(rows.map(({ key }) => key)).toEqual([log.events[0]?.id, id]);
  expect(rows[0]).toMatchObject({ replies: { replies: 1, people: [me], unread: 0 } });
  const shown = database.openThread(channel, 1, 10).rows;
  expect(shown).toEqual([rows[1]]);
  expect(shown[0]).toMatchObject({ state: 'waiting', seq: null, reply: { text: 'the message' } });
  expect(database.latest(channel, 10).rows).toContainEqual(rows[1]);
  log.say(me, 'a reply', { thread: 1, reply: 1, broadcast: true });
  const event = log.events.at(-1);
  if (event) event.id = id;
  receive();
  const [arrived] = database.openThread(channel, 1, 10).rows as MessageRow[];
  expect(arrived).toEqual({ ...shown[0], state: 'kept', seq: event?.seq, at: event?.at });
  expect(rowAt(database, channel, 1).replies).toMatchObject({ replies: 1, people: [me] });
});

test('what passes a message on shows its words before the server has put them in', () => {
  const { database, channel } = setting();
  const forward = { conversation: channel, seq: 1 };
  const { effect } = queue(database, 'message.send', { conversation: channel, text: '', forward });
  expect(effect.rows[channel]).toMatchObject([
    { text: '', forwarded: { author: me, text: 'the message', seq: 1 } },
  ]);
});

test('a refused edit stays at the message with its words; a refused reaction leaves nothing', () => {
  const { database, channel } = setting();
  const error = { code: 'FORBIDDEN' as const, message: 'no' };
  const edit = queue(database, 'message.edit', { conversation: channel, target: 1, text: 'new' });
  const [failed] = database.refuse(edit.id, error).rows[channel] ?? [];
  const undone = { id: edit.id, name: 'message.edit', text: 'new', error };
  expect(failed).toMatchObject({ text: 'the message', pending: false, undone: [undone] });
  expect(database.rewrite(edit.id, 'newer').rows[channel]).toMatchObject([
    { text: 'newer', pending: true, undone: [] },
  ]);
  expect(database.discard(edit.id).rows[channel]).toMatchObject([{ text: 'the message' }]);
  const input = { conversation: channel, target: 1, emoji: '🐢', on: true };
  const reaction = queue(database, 'reaction.set', input);
  const [row] = database.refuse(reaction.id, error).rows[channel] ?? [];
  expect(row).toMatchObject({ pending: false, undone: [] });
  expect(JSON.stringify(row)).not.toContain('🐢');
  expect(database.command(reaction.id)).toBeUndefined();
});

test('a discarded message is gone, and the thread it was for knows', () => {
  const { database, channel } = setting();
  const input = { conversation: channel, thread: 1, text: 'never mind' };
  const { id } = queue(database, 'message.send', input);
  const { rows, removed, lists } = database.discard(id);
  expect(removed).toEqual({ [channel]: [id] });
  expect(rows[channel]).toMatchObject([{ seq: 1, replies: null }]);
  expect(lists).toEqual(['threads']);
});

test('what answers a message shows its new words, and that it was deleted', () => {
  const { database, channel, log, receive } = setting();
  log.say(mara, 'indeed', { reply: 1 });
  const answer = log.events.length;
  receive();
  const quoteIn = (rows: unknown[] = []) => rows.find((row) => (row as MessageRow).seq === answer);
  const edit = { conversation: channel, target: 1, text: 'better' };
  const { effect } = queue(database, 'message.edit', edit);
  expect(quoteIn(effect.rows[channel])).toMatchObject({ reply: { text: 'better' } });
  log.add(me, 'message.deleted', { target: 1 });
  const { rows, lists } = receive();
  expect(quoteIn(rows[channel])).toMatchObject({ reply: { state: 'deleted', text: '' } });
  expect(lists).toContain('pins');
});

test('a quote ends after two hundred characters, and never inside of one', () => {
  const { database, channel, log, receive } = setting();
  log.say(mara, '🐢'.repeat(300));
  log.say(mara, 'so many', { reply: log.events.length });
  receive();
  const { reply } = rowAt(database, channel, log.events.length);
  expect(reply?.text).toBe('🐢'.repeat(200));
});

test('conversations and people are as they were set, before the server knows', () => {
  const { database, channel } = setting();
  const preference = { conversation: channel, favourite: true, mutedUntil: 5, notify: 'all' };
  const { effect } = queue(database, 'preference.set', preference, me);
  expect(effect.changed).toEqual([channel]);
  queue(database, 'conversation.set', { conversation: channel, topic: 'Turtles', archived: true });
  expect(database.conversation(channel)).toMatchObject({
    favourite: true,
    mutedUntil: 5,
    notify: 'all',
    topic: 'Turtles',
    archived: true,
    mayPost: false,
  });
  const team = randomUUID();
  const status = { emoji: '🏝️', text: 'away', until: null };
  expect(queue(database, 'status.set', { status }, team).effect.people).toBe(true);
  queue(database, 'dnd.set', { until: 9 }, team);
  queue(database, 'receipts.set', { on: false }, team);
  const self = database.people().find(({ id }) => id === me);
  expect(self).toMatchObject({ status, dndUntil: 9, receipts: false });
  const leave = queue(database, 'channel.leave', { conversation: channel });
  expect(leave.effect.changed).toEqual([channel]);
  expect(database.conversations()).toEqual([]);
  database.refuse(leave.id, { code: 'FORBIDDEN', message: 'no' });
  expect(database.conversations()).toHaveLength(1);
});
