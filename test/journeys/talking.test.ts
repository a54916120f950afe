import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer, secondDevice } from '../support/person.ts';
import { testServer } from '../support/server.ts';

test('what one writes the other reads, and the author sees it kept', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara Lind');
  const wei = await newcomer(server.addresses[0]!, 'Wei Chen 陈伟');
  const general = await mara.find('general');

  const key = await mara.say(general, 'The new switch is in.\n下午我会测一下。');
  await wei.sees(general, ['The new switch is in.\n下午我会测一下。']);
  await eventually(async () => {
    const [row] = await mara.messages(general);
    expect(row).toMatchObject({ key, state: 'kept', seq: expect.any(Number) });
  });
  await eventually(async () =>
    expect(await mara.link()).toMatchObject({ state: 'live', waiting: 0 }),
  );
});

test('unread and mentions are counted from the log, and reading on one device reads on the other', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara Lind');
  const wei = await newcomer(server.addresses[0]!, 'Wei');
  const general = await mara.find('general');
  const laptop = await secondDevice(wei);
  const counts = async (of: typeof wei) => {
    const row = (await of.call('conversations.list')).find(({ id }) => id === general);
    return [row?.unread, row?.mentions];
  };

  await mara.say(general, 'good morning');
  await mara.say(general, 'ask @wei about it');
  for (const device of [wei, laptop])
    await eventually(async () => expect(await counts(device)).toEqual([2, 1]));
  expect(await counts(mara)).toEqual([0, 0]);

  const opened = await wei.call('timeline.open', { conversation: general });
  expect(opened.unread).toBe(2);
  const newest = opened.rows.at(-1)?.seq;
  await wei.call('conversation.read', { conversation: general, seq: newest! });
  for (const device of [wei, laptop])
    await eventually(async () => expect(await counts(device)).toEqual([0, 0]));

  // A marker never goes back (I10).
  await laptop.call('conversation.read', { conversation: general, seq: 1 });
  await mara.say(general, 'one more');
  await eventually(async () => expect(await counts(laptop)).toEqual([1, 0]));
});

test('both devices of a person have everything, whichever of them wrote', async () => {
  const server = await testServer();
  const desk = await newcomer(server.addresses[0]!, 'Amira');
  const laptop = await secondDevice(desk);
  const general = await desk.find('general');
  await desk.say(general, 'from the desk');
  await laptop.sees(general, ['from the desk']);
  await laptop.say(general, 'from the laptop');
  for (const device of [desk, laptop])
    await device.sees(general, ['from the desk', 'from the laptop']);
  await eventually(async () =>
    expect((await laptop.messages(general)).every((row) => row.state === 'kept')).toBe(true),
  );
});

test('a direct conversation is the same one, whoever opens it, and counts as mentions', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const idOf = async (name: string) =>
    eventually(async () => {
      const person = (await mara.call('people.list')).find((row) => row.name === name);
      if (!person) throw new Error(`no ${name}`);
      return person.id;
    });
  const [maraId, jonasId] = [await idOf('Mara'), await idOf('Jonas')];
  const [first, second] = await Promise.all([
    mara.call('direct.open', { user: jonasId }),
    jonas.call('direct.open', { user: maraId }),
  ]);
  expect(first).toEqual(second);
  await mara.say(first.conversation, 'lunch?');
  await eventually(async () => {
    const row = (await jonas.call('conversations.list')).find(
      ({ id }) => id === first.conversation,
    );
    expect(row).toMatchObject({
      kind: 'direct',
      name: 'Mara',
      peer: maraId,
      unread: 1,
      mentions: 1,
    });
  });
  // With oneself: a place for notes.
  const notes = await mara.call('direct.open', { user: maraId });
  await mara.say(notes.conversation, 'remember the milk');
  await mara.sees(notes.conversation, ['remember the milk']);
});

test('a new name reaches everyone, and a taken one is refused', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  await mara.call('profile.set', { name: 'Mara Lind', about: 'second floor' });
  await eventually(async () => {
    expect(await jonas.call('people.list')).toContainEqual(
      expect.objectContaining({ name: 'Mara Lind', about: 'second floor', presence: 'online' }),
    );
  });
  await expect(
    jonas.call('profile.set', { name: 'ＭＡＲＡ lind', about: '' }),
  ).rejects.toMatchObject({
    code: 'NAME_TAKEN',
    details: { field: 'name' },
  });
});

test('typing is seen by the others while it lasts and ends with the message', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const general = await mara.find('general');
  const seen: string[][] = [];
  jonas.on('typing', ({ users }) => void seen.push(users));
  await mara.call('typing.set', { conversation: general, on: true });
  await eventually(() => expect(seen.at(-1)).toHaveLength(1));
  await mara.say(general, 'done');
  await eventually(() => expect(seen.at(-1)).toEqual([]));
});
