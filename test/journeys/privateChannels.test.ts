// What a conversation can be: private, for announcements, archived, renamed; who is in it.
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { Person } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

const names = async (of: Person): Promise<string[]> =>
  (await of.call('conversations.list')).map(({ name }) => name).toSorted();
const notes = async (of: Person, conversation: string) => {
  const { rows } = await of.call('timeline.latest', { conversation, limit: 200 });
  return rows.flatMap((row) => (row.kind === 'note' ? [[row.note, row.author, row.user]] : []));
};

describe.each(ways)('%s', (how) => {
  test('a private channel is known to its members only; they come and go by hand', async () => {
    const { mara, wei, amira, general, leaves, acts, ends } = await setStage();
    const [maraId, weiId, amiraId] = [await mara.me(), await wei.me(), await amira.me()];
    const channel = { name: 'salaries', topic: '', private: true, members: [weiId] };
    const { conversation } = await mara.call('channel.create', channel);
    await wei.lists(conversation, { private: true, mayManage: false, creator: maraId });
    const target = await wei.tells(conversation, 'between us');
    const browsed = await amira.call('channels.browse');
    expect(browsed.map(({ name }) => name)).toEqual(['general']);
    await expect(amira.call('channel.join', { conversation })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await leaves();
    await acts(how, wei, () => wei.call('member.add', { conversation, users: [amiraId] }));
    await mara.lists(conversation, { members: expect.arrayContaining([amiraId]) });
    await acts(how, mara, () => mara.call('member.remove', { conversation, user: weiId }));
    await eventually(async () => expect(await names(wei)).toEqual(['general']));
    await mara.say(conversation, 'without Wei');
    await mara.say(general, 'with everybody');
    await wei.sees(general, ['with everybody']);
    const { amira: back } = await ends();
    await back.sees(conversation, ['between us', 'without Wei']);
    expect(await back.row(conversation, target)).toMatchObject({ author: weiId });
    expect((await notes(back, conversation)).slice(-2)).toEqual([
      ['added', weiId, amiraId],
      ['removed', maraId, weiId],
    ]);
  });

  test('name and topic, for announcements only, and the archive', async () => {
    const { mara, wei, leaves, acts, ends } = await setStage();
    const created = await mara.call('channel.create', {
      name: 'news',
      topic: '',
      members: [await wei.me()],
    });
    const { conversation } = created;
    await wei.lists(conversation, { mayPost: true });
    await leaves();
    await acts(how, wei, () =>
      wei.call('conversation.set', { conversation, name: 'headlines', topic: 'short' }),
    );
    await mara.lists(conversation, { name: 'headlines', topic: 'short' });
    await acts(how, mara, () => mara.call('conversation.set', { conversation, posting: 'admins' }));
    await wei.lists(conversation, { posting: 'admins', mayPost: false });
    await mara.lists(conversation, { mayPost: true });
    const target = await mara.tells(conversation, 'we are moving');
    // Who may not write may still answer below, and react.
    await wei.shows(conversation, target, { text: 'we are moving' });
    await wei.tells(conversation, 'where to?', { thread: target });
    await wei.call('reaction.set', { conversation, target, emoji: '😮', on: true });
    const id = await wei.say(conversation, 'may I?');
    await eventually(async () => {
      const failed = (await wei.messages(conversation)).find(({ key }) => key === id);
      expect(failed).toMatchObject({ state: 'failed', error: { code: 'FORBIDDEN' } });
    });
    await wei.call('message.discard', { id });
    await acts(how, mara, () => mara.call('conversation.set', { conversation, archived: true }));
    for (const person of [mara, wei])
      await person.lists(conversation, { archived: true, mayPost: false });
    await ends();
  });
});

test('the same people share one group, whoever opens it', async () => {
  const { mara, wei, amira } = await setStage();
  const [maraId, weiId, amiraId] = [await mara.me(), await wei.me(), await amira.me()];
  const [first, second] = await Promise.all([
    mara.call('group.open', { users: [weiId, amiraId] }),
    wei.call('group.open', { users: [amiraId, maraId, weiId] }),
  ]);
  expect(first).toEqual(second);
  const { conversation } = first;
  await mara.tells(conversation, 'three of us');
  await amira.lists(conversation, { kind: 'group', unread: 1, mentions: 1, name: 'Mara, Wei' });
  const renaming = { conversation, name: 'trio' };
  await mara.call('conversation.set', renaming);
  await mara.settled();
  await mara.lists(conversation, { kind: 'group', name: 'Amira, Wei' });
});

test('two rename at once, one of them without a connection: one name everywhere', async () => {
  const { mara, wei, leaves, ends } = await setStage();
  const members = [await wei.me()];
  const { conversation } = await mara.call('channel.create', { name: 'one', topic: '', members });
  await wei.lists(conversation, { name: 'one' });
  await leaves();
  await wei.unplug();
  await wei.call('conversation.set', { conversation, name: 'two' });
  await wei.lists(conversation, { name: 'two' });
  await mara.call('conversation.set', { conversation, topic: 'numbers', name: 'three' });
  await mara.settled();
  await wei.plug();
  await ends();
  for (const person of [mara, wei]) {
    const rows = await person.call('conversations.list');
    expect(rows.find(({ id }) => id === conversation)).toMatchObject({
      name: 'two',
      topic: 'numbers',
    });
  }
});
