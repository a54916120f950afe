// Reactions, pins, and "I have read this": small things done to messages, also without a connection.
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Person, secondDevice } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

describe.each(ways)('%s', (how) => {
  test('reactions are counted by emoji, with who, and can be taken back', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const target = await mara.tells(general, 'it works');
    await wei.call('reaction.set', { conversation: general, target, emoji: '🎉', on: true });
    await mara.shows(general, target, { reactions: [expect.objectContaining({ emoji: '🎉' })] });
    await leaves();
    const react = (emoji: string, on: boolean) =>
      mara.call('reaction.set', { conversation: general, target, emoji, on });
    await acts(how, mara, async () => {
      await react('🎉', true);
      await react('👍🏽', true);
      await react('👀', true);
      await react('👀', false);
      // Twice the same changes nothing.
      await react('🎉', true);
      expect((await mara.row(general, target)).reactions).toEqual([
        { emoji: '🎉', count: 2, users: [await wei.me(), await mara.me()], mine: true },
        { emoji: '👍🏽', count: 1, users: [await mara.me()], mine: true },
      ]);
    });
    const { amira, laptop } = await ends();
    for (const person of [mara, wei, amira, laptop]) {
      const { reactions } = await person.row(general, target);
      expect(reactions.map(({ emoji, count }) => [emoji, count])).toEqual([
        ['🎉', 2],
        ['👍🏽', 1],
      ]);
    }
    expect((await laptop.row(general, target)).reactions.map(({ mine }) => mine)).toEqual([
      true,
      false,
    ]);
  });

  test('pins are listed for everybody', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const [first, second] = [
      await mara.tells(general, 'the rules'),
      await wei.tells(general, 'the map'),
    ];
    await mara.shows(general, second, { text: 'the map' });
    await leaves();
    const pin = (target: number, on: boolean) =>
      mara.call('pin.set', { conversation: general, target, on });
    const pinned = async (of: Person) =>
      (await of.call('pins.list', { conversation: general })).map(({ text }) => text);
    await acts(how, mara, async () => {
      await pin(first, true);
      await pin(second, true);
      await pin(first, false);
      expect(await pinned(mara)).toEqual(['the map']);
    });
    await eventually(async () => expect(await pinned(wei)).toEqual(['the map']));
    const { amira, laptop } = await ends();
    for (const person of [amira, laptop])
      expect(await person.call('pins.list', { conversation: general })).toMatchObject([
        { text: 'the map', pinned: true },
      ]);
  });

  test('who has read what all should read is known to all', async () => {
    const { mara, wei, general, leaves, acts, ends } = await setStage();
    const target = await mara.tells(general, 'fire drill at ten', { acknowledge: true });
    await wei.shows(general, target, { acknowledge: { by: [], mine: false } });
    await leaves();
    await acts(how, wei, async () => {
      await wei.call('message.acknowledge', { conversation: general, target });
      expect(await wei.row(general, target)).toMatchObject({ acknowledge: { mine: true } });
    });
    const { amira } = await ends();
    for (const person of [mara, amira])
      expect(await person.row(general, target)).toMatchObject({
        acknowledge: { by: [await wei.me()], mine: false },
      });
  });
});

test('one person, two computers, on and off at once: the same everywhere', async () => {
  const { mara, wei, general, leaves, ends } = await setStage();
  const target = await mara.tells(general, 'tea or coffee?');
  const other = await secondDevice(wei);
  const react = (of: typeof other, emoji: string, on: boolean) =>
    of.call('reaction.set', { conversation: general, target, emoji, on });
  await react(other, '☕', true);
  await wei.shows(general, target, { reactions: [expect.objectContaining({ emoji: '☕' })] });
  await leaves();
  await wei.unplug();
  await react(wei, '☕', false);
  await react(wei, '🍵', true);
  await react(other, '🍵', true);
  await react(other, '🍵', false);
  // As it was before, so that seeing it shows nothing of what has come.
  await other.settled();
  await mara.shows(general, target, { reactions: [expect.objectContaining({ emoji: '☕' })] });
  await wei.plug();
  const { amira, laptop } = await ends();
  for (const person of [mara, wei, other, amira, laptop])
    await person.shows(general, target, {
      reactions: [expect.objectContaining({ emoji: '🍵', count: 1 })],
    });
});

test('a reaction to what does not exist, or is gone meanwhile, ends quietly', async () => {
  const { mara, wei, general, leaves, ends } = await setStage();
  const target = await mara.tells(general, 'soon gone');
  await wei.shows(general, target, { text: 'soon gone' });
  await leaves();
  await wei.unplug();
  const react = (seq: number) =>
    wei.call('reaction.set', { conversation: general, target: seq, emoji: '👍', on: true });
  await react(target);
  await react(1);
  await react(9999);
  await wei.say(general, 'what comes behind is not held up');
  await mara.call('message.delete', { conversation: general, target });
  await mara.settled();
  await wei.plug();
  const { amira } = await ends();
  expect(await amira.row(general, target)).toMatchObject({ text: '', reactions: [] });
  expect(await wei.link()).toMatchObject({ waiting: 0 });
});
