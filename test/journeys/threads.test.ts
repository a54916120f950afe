// Talking about one message below it: threads have their own rows, their own unread, and their place
// in the list of those who take part.
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { faultyWay } from '../support/faultyWay.ts';
import { openPerson, type Person, secondDevice } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

const thread = async (of: Person, conversation: string, root: number): Promise<string[]> => {
  const { rows } = await of.call('thread.open', { conversation, thread: root });
  return rows.map((row) => (row.kind === 'message' ? row.text : row.note));
};
const threads = async (of: Person) =>
  (await of.call('threads.list')).map(({ root, unread }) => [root.text, unread]);

describe.each(ways)('%s', (how) => {
  test('replies stand in the thread, and in the conversation only when sent there as well', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const root = await mara.tells(general, 'which printer?');
    await wei.shows(general, root, { text: 'which printer?' });
    await leaves();
    await acts(how, wei, async () => {
      const send = (text: string, also: { broadcast?: true } = {}) =>
        wei.call('message.send', { conversation: general, text, thread: root, ...also });
      await send('the one upstairs');
      await send('it is out of paper', { broadcast: true });
      expect(await thread(wei, general, root)).toEqual(['the one upstairs', 'it is out of paper']);
      expect(await wei.texts(general)).toEqual(['which printer?', 'it is out of paper']);
      expect((await wei.row(general, root)).replies).toMatchObject({ replies: 2, unread: 0 });
    });
    const { amira, laptop } = await ends();
    for (const person of [mara, wei, amira, laptop]) {
      expect(await thread(person, general, root)).toEqual([
        'the one upstairs',
        'it is out of paper',
      ]);
      expect(await person.texts(general)).toEqual(['which printer?', 'it is out of paper']);
      expect((await person.row(general, root)).replies).toMatchObject({
        replies: 2,
        people: [await wei.me()],
      });
    }
  });

  test('unread in threads is counted for who takes part, by itself, and read on every device', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const root = await mara.tells(general, 'plans for Friday?');
    const desk = await secondDevice(mara);
    await wei.shows(general, root, { text: 'plans for Friday?' });
    await leaves();
    await wei.tells(general, 'climbing', { thread: root });
    const last = await wei.tells(general, 'and soup', { thread: root });
    for (const person of [mara, desk]) {
      await eventually(async () =>
        expect(await threads(person)).toEqual([['plans for Friday?', 2]]),
      );
      await eventually(async () => expect(await person.state()).toMatchObject({ threads: 1 }));
    }
    // It is no business of the conversation's own count.
    await mara.lists(general, { unread: 0, mentions: 0 });
    await acts(how, mara, () =>
      mara.call('thread.read', { conversation: general, thread: root, seq: last }),
    );
    for (const person of [mara, desk]) {
      await eventually(async () =>
        expect(await threads(person)).toEqual([['plans for Friday?', 0]]),
      );
      await eventually(async () => expect(await person.state()).toMatchObject({ threads: 0 }));
    }
    // A marker never goes back.
    await desk.call('thread.read', { conversation: general, thread: root, seq: root });
    await desk.settled();
    expect(await threads(desk)).toEqual([['plans for Friday?', 0]]);
    const { amira } = await ends();
    expect(await threads(amira)).toEqual([]);
  });
});

test('who is called in a thread takes part from then on', async () => {
  const { mara, wei, amira, general } = await setStage();
  const root = await mara.tells(general, 'budget');
  await wei.shows(general, root, { text: 'budget' });
  await wei.tells(general, 'ask @Amira', { thread: root });
  await eventually(async () => expect(await threads(amira)).toEqual([['budget', 1]]));
  const [row] = await amira.call('threads.list');
  expect(row).toMatchObject({ mentions: 1, conversation: general });
  await expect(amira.call('mentions.list', {})).resolves.toMatchObject([{ text: 'ask @Amira' }]);
});

test('an old thread is fetched from the server by a computer that does not hold it yet', async () => {
  const { mara, wei, general } = await setStage();
  const root = await mara.tells(general, 'the beginning');
  await wei.shows(general, root, { text: 'the beginning' });
  await wei.tells(general, 'below it', { thread: root });
  for (let n = 0; n < 120; n++) await mara.say(general, `noise ${n}`);
  await mara.settled();
  const laptop = await secondDevice(mara);
  const at = { conversation: general, thread: root };
  const opened = await laptop.call('thread.open', at);
  expect(opened).toMatchObject({
    root: { text: 'the beginning' },
    rows: [{ text: 'below it', thread: root }],
  });
  // Where that failed it is made up for by looking for what is older.
  let broken = true;
  const connect = faultyWay({ loseAnswer: (name) => broken && name === 'history.page' });
  const tablet = await secondDevice(mara, { connect });
  expect(await tablet.call('thread.open', at)).toMatchObject({ root: null, rows: [], older: true });
  const older = { ...at, before: Number.MAX_SAFE_INTEGER };
  await expect(tablet.call('thread.older', older)).rejects.toMatchObject({ code: 'TIMEOUT' });
  broken = false;
  expect(await tablet.call('thread.older', older)).toMatchObject({
    rows: [{ text: 'below it', thread: root }],
    older: false,
  });
});

test('a draft of a thread is its own, and keeps what it answers', async () => {
  const { mara, general } = await setStage();
  const root = await mara.tells(general, 'topic');
  const reply = await mara.tells(general, 'a thought', { thread: root });
  await mara.call('draft.set', { conversation: general, text: 'to all' });
  const draft = { conversation: general, thread: root, text: 'to few', reply };
  await mara.call('draft.set', draft);
  await mara.lists(general, { hasDraft: true });
  await mara.close();
  const back = await openPerson({ folder: mara.folder });
  expect((await back.call('timeline.open', { conversation: general })).draft).toEqual({
    text: 'to all',
    reply: null,
  });
  expect(
    (await back.call('thread.open', { conversation: general, thread: root })).draft,
  ).toMatchObject({ text: 'to few', reply: { seq: reply, text: 'a thought' } });
});

test('an answer written offline to what was deleted meanwhile stands in the conversation, with its words', async () => {
  const { mara, wei, general } = await setStage();
  const root = await mara.tells(general, 'who is in?');
  await wei.shows(general, root, { text: 'who is in?' });
  await wei.unplug();
  const { id } = await wei.call('message.send', {
    conversation: general,
    text: 'I am',
    thread: root,
  });
  expect(await wei.texts(general)).toEqual(['who is in?']);
  await mara.call('message.delete', { conversation: general, target: root });
  await mara.settled();
  await wei.plug();
  await eventually(async () =>
    expect((await wei.messages(general)).at(-1)).toMatchObject({
      key: id,
      state: 'failed',
      text: 'I am',
      error: { code: 'NOT_FOUND', field: 'thread' },
    }),
  );
  expect(await wei.call('message.discard', { id })).toEqual({ text: 'I am' });
  expect(await wei.texts(general)).toEqual(['']);
});
