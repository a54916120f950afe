// Changing and taking back what was said: with a connection and without, and when two do it at once.
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { secondDevice } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

describe.each(ways)('%s', (how) => {
  test('an edit reaches everybody, with what it calls and what was said before', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const target = await mara.tells(general, 'lunch at noon');
    await leaves();
    await acts(how, mara, async () => {
      await mara.call('message.edit', { conversation: general, target, text: 'lunch at one' });
      // Shown at once, whatever the way.
      expect(await mara.row(general, target)).toMatchObject({ text: 'lunch at one' });
      const text = 'lunch at two, @Wei';
      await mara.call('message.edit', { conversation: general, target, text });
    });
    const { amira, laptop } = await ends();
    for (const person of [mara, wei, amira, laptop]) {
      expect(await person.row(general, target)).toMatchObject({
        text: 'lunch at two, @Wei',
        mentions: [await wei.me()],
        editedAt: expect.any(Number),
        pending: false,
        undone: [],
      });
      const versions = await person.call('message.versions', { conversation: general, target });
      expect(versions.map(({ text }) => text)).toEqual(['lunch at one', 'lunch at noon']);
    }
  });

  test('what was deleted is gone, from who missed it too, and counts no more', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const target = await mara.tells(general, 'the password is hunter2');
    await mara.call('message.edit', { conversation: general, target, text: 'it was hunter2' });
    await wei.shows(general, target, { text: 'it was hunter2' });
    await wei.lists(general, { unread: 1 });
    await leaves();
    await acts(how, mara, () => mara.call('message.delete', { conversation: general, target }));
    await wei.lists(general, { unread: 0 });
    const { amira, laptop } = await ends();
    for (const person of [mara, wei, amira, laptop]) {
      expect(await person.row(general, target)).toMatchObject({
        text: '',
        mentions: [],
        deletedBy: await mara.me(),
      });
      expect(await person.call('message.versions', { conversation: general, target })).toEqual([]);
    }
  });

  test('an owner may delete what another said; nobody may change it', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const target = await mara.tells(general, 'mine');
    const other = await wei.tells(general, 'yours');
    await mara.shows(general, other, { text: 'yours' });
    await wei.shows(general, target, { text: 'mine' });
    await leaves();
    await acts(how, wei, async () => {
      await wei.call('message.edit', { conversation: general, target, text: 'not yours' });
    });
    // It stays with the person, to be tried again or given up.
    await wei.shows(general, target, { text: 'mine', pending: false });
    const [undone] = (await wei.row(general, target)).undone;
    expect(undone).toMatchObject({
      name: 'message.edit',
      text: 'not yours',
      error: { code: 'FORBIDDEN' },
    });
    await wei.call('message.retry', { id: undone!.id });
    await eventually(async () => expect((await wei.row(general, target)).undone).toEqual([undone]));
    expect(await wei.call('message.discard', { id: undone!.id })).toEqual({ text: 'not yours' });
    expect(await wei.row(general, target)).toMatchObject({ undone: [] });
    await acts(how, mara, () =>
      mara.call('message.delete', { conversation: general, target: other }),
    );
    const { amira } = await ends();
    expect(await amira.row(general, other)).toMatchObject({ text: '', deletedBy: await mara.me() });
  });
});

test('what waits can be written anew, and arrives once, as it was written last', async () => {
  const { mara, wei, general, leaves, acts, ends } = await setStage();
  await leaves();
  await acts('offline', mara, async () => {
    const id = await mara.say(general, 'helo');
    await mara.call('message.rewrite', { id, text: 'hello' });
    expect(await mara.texts(general)).toEqual(['hello']);
  });
  await wei.sees(general, ['hello']);
  const { amira } = await ends();
  await amira.sees(general, ['hello']);
});

test('taken back or written anew just as it leaves: it is one or the other, never both', async () => {
  const { mara, wei, general, leaves, ends } = await setStage();
  await leaves();
  const expected: string[] = [];
  const codes: unknown[] = [];
  const attempt = (change: Promise<unknown>): Promise<boolean> =>
    change.then(
      () => true,
      (error: unknown) => {
        codes.push(error instanceof Refusal ? error.code : error);
        return false;
      },
    );
  for (let n = 0; n < 40; n++) {
    // Sometimes behind others, so that it still waits.
    for (let other = 0; other < n % 3; other++) {
      await mara.say(general, `before ${n}/${other}`);
      expected.push(`before ${n}/${other}`);
    }
    const id = await mara.say(general, `old ${n}`);
    if (n % 2 === 0) {
      const done = await attempt(mara.call('message.rewrite', { id, text: `new ${n}` }));
      expected.push(done ? `new ${n}` : `old ${n}`);
    } else if (!(await attempt(mara.call('message.discard', { id })))) expected.push(`old ${n}`);
  }
  await mara.settled();
  expect(codes.every((code) => code === 'NOT_FOUND')).toBe(true);
  await mara.sees(general, expected);
  await wei.sees(general, expected);
  const { amira } = await ends();
  await amira.sees(general, expected);
});

test('a message that was too late to be written anew says so', async () => {
  const { mara, general } = await setStage();
  await mara.tells(general, 'out');
  const [row] = await mara.messages(general);
  await expect(mara.call('message.rewrite', { id: row!.key, text: 'back' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test.each(['the edit', 'the deletion'])(
  'edited and deleted at once, %s arriving first: deleted everywhere',
  async (first) => {
    const { mara, wei, general, leaves, ends } = await setStage();
    const target = await wei.tells(general, 'maybe');
    await mara.shows(general, target, { text: 'maybe' });
    await leaves();
    await mara.unplug();
    await wei.unplug();
    await mara.call('message.delete', { conversation: general, target });
    await wei.call('message.edit', { conversation: general, target, text: 'surely' });
    const order = first === 'the edit' ? [wei, mara] : [mara, wei];
    for (const person of order) await person.plug();
    const { amira, laptop } = await ends();
    for (const person of [mara, wei, amira, laptop])
      expect(await person.row(general, target)).toMatchObject({
        text: '',
        deletedBy: await mara.me(),
      });
    // Who edited in vain is told, with the text.
    const { undone } = await wei.row(general, target);
    expect(undone.map(({ text }) => text)).toEqual(first === 'the edit' ? [] : ['surely']);
  },
);

test('two computers of one person edit at once: the later arrival stands everywhere', async () => {
  const { mara, wei, general, leaves, ends } = await setStage();
  const target = await wei.tells(general, 'one');
  const other = await secondDevice(wei);
  await other.shows(general, target, { text: 'one' });
  await leaves();
  await wei.unplug();
  await wei.call('message.edit', { conversation: general, target, text: 'from the desk' });
  await other.call('message.edit', { conversation: general, target, text: 'from the laptop' });
  await mara.shows(general, target, { text: 'from the laptop' });
  await wei.plug();
  const { amira, laptop } = await ends();
  for (const person of [mara, wei, other, amira, laptop])
    await eventually(async () =>
      expect(await person.row(general, target)).toMatchObject({ text: 'from the desk' }),
    );
});
