// The sidebar's rows: what is unread, what a conversation is called, and what this person may do there.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { channelOf, openHistory, personOf } from '../support/history.ts';

const [me, mara, wei] = [randomUUID(), randomUUID(), randomUUID()];
const begin = () => openHistory(me, [mara, wei]);

test('what was deleted or happened to messages is not unread, and an edit may call', () => {
  const { database, log, receive, channel } = begin();
  log.say(mara, 'one');
  log.say(mara, 'two', { mentions: [me] });
  log.add(mara, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  log.add(mara, 'pin.changed', { target: 1, on: true });
  receive();
  expect(database.conversation(channel)).toMatchObject({ unread: 2, mentions: 1, lastAt: 2000 });
  log.add(mara, 'message.deleted', { target: 2 });
  log.add(mara, 'message.edited', { target: 1, text: '@here', mentions: ['here'] });
  receive();
  expect(database.conversation(channel)).toMatchObject({ unread: 1, mentions: 1 });
  expect(database.mentions().map(({ text }) => text)).toEqual(['@here']);
});

test('marked as unread by hand: counted and shown from there, whatever was read', () => {
  const { database, log, ownLog, receive, channel } = begin();
  for (const text of ['one', 'two', 'three']) log.say(mara, text);
  receive();
  database.markRead(channel, 3);
  ownLog.add(me, 'preference.changed', { conversation: channel, unreadFrom: 2 });
  receive();
  expect(database.conversation(channel)).toMatchObject({ unread: 2, unreadFrom: 2 });
  expect(database.openTimeline(channel)).toMatchObject({ unread: 2, readSeq: 1 });
  const id = randomUUID();
  const input = { id, conversation: channel, unreadFrom: null };
  database.enqueue({ id, conversation: me, name: 'preference.set', input, at: 1 });
  expect(database.conversation(channel)).toMatchObject({ unread: 0, unreadFrom: null });
  expect(database.openTimeline(channel).readSeq).toBe(3);
});

test('few people are called by their names, and everything there is meant for each', () => {
  const { database } = begin();
  const [group, direct, notes] = [randomUUID(), randomUUID(), randomUUID()];
  const message = { pos: 5, id: null, author: mara, at: 1, type: 'message.created' };
  const said = (conversation: string) => ({
    ...message,
    conversation,
    seq: 1,
    body: { text: 'hi', mentions: [] },
  });
  for (const [id, kind, members] of [
    [group, 'group', [me, wei, mara]],
    [direct, 'direct', [me, mara]],
    [notes, 'direct', [me]],
  ] as const)
    database.openConversation(
      channelOf({ id, kind, name: '', members: [...members], head: 1, events: [said(id)] }),
    );
  expect(database.conversation(group)).toMatchObject({
    name: 'Person 1, Person 2',
    peer: null,
    unread: 1,
    mentions: 1,
  });
  expect(database.conversation(direct)).toMatchObject({ name: 'Person 1', peer: mara });
  expect(database.conversation(notes)).toMatchObject({ name: 'Person 0', peer: me });
  // Neither the team's nor one's own conversation is a place to talk.
  expect(database.conversation(me)).toBeUndefined();
  expect(database.conversations()).toHaveLength(4);
  const renamed = personOf({ id: mara, name: 'Mara' });
  const { changed } = database.apply(
    [{ ...said(direct), seq: 2, pos: 6, type: 'person.changed', body: { person: renamed } }],
    null,
  );
  expect(new Set(changed)).toEqual(new Set([group, direct]));
});

test('who may write and who may manage follows role, creator, posting, and the archive', () => {
  const { database } = begin();
  const id = randomUUID();
  const rights = (more: object) => {
    database.openConversation(channelOf({ id, members: [me, mara], ...more }));
    const { mayPost, mayManage } = database.conversation(id) ?? {};
    return [mayPost, mayManage];
  };
  expect(rights({})).toEqual([true, false]);
  expect(rights({ creator: me })).toEqual([true, true]);
  expect(rights({ posting: 'admins' })).toEqual([false, false]);
  expect(rights({ posting: 'admins', creator: me })).toEqual([true, true]);
  expect(rights({ archived: true, creator: me })).toEqual([false, true]);
  database.takeSnapshot([personOf({ id: me, name: 'Me', role: 'admin' })], [], {
    first: false,
    state: null,
  });
  expect(rights({ posting: 'admins' })).toEqual([true, true]);
});

test('a conversation is what it was changed to, and the change is a line in it', () => {
  const { database, log, receive, channel } = begin();
  log.add(mara, 'conversation.changed', {
    name: 'workshop',
    topic: 'Saws',
    posting: 'admins',
    archived: false,
    changed: ['name', 'posting'],
  });
  log.add(mara, 'member.joined', { user: wei });
  log.add(mara, 'member.left', { user: wei });
  receive();
  expect(database.conversation(channel)).toMatchObject({ name: 'workshop', topic: 'Saws' });
  expect(database.latest(channel, 10).rows).toMatchObject([
    { note: 'changed', changes: { name: 'workshop', posting: 'admins' } },
    { note: 'added', user: wei, author: mara },
    { note: 'removed', user: wei },
  ]);
});

test.each([
  ['message.send', { text: 'too late' }],
  ['message.edit', { target: 1, text: 'too late' }],
  ['message.delete', { target: 1 }],
] as const)('what was refused after one left is still there to decide about: %s', (name, given) => {
  const { database, log, receive, channel } = begin();
  log.say(me, 'mine');
  log.say(mara, 'hers', { mentions: [me] });
  log.add(mara, 'member.left', { user: me });
  receive();
  expect(database.conversation(channel)).toBeUndefined();
  const id = randomUUID();
  const input = { id, conversation: channel, ...given };
  database.enqueue({ id, conversation: channel, name, input, at: 1 } as never);
  database.refuse(id, { code: 'NOT_MEMBER', message: 'join the channel first' });
  // Nothing there is unread any more.
  expect(database.conversation(channel)).toMatchObject({ unread: 0, mentions: 0 });
  database.discard(id);
  expect(database.conversation(channel)).toBeUndefined();
});
