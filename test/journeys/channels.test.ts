import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer, openPerson, secondDevice } from '../support/person.ts';
import { testServer } from '../support/server.ts';

test('a channel is made, found, joined late with its whole history, left and joined again', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const { conversation } = await mara.call('channel.create', { name: '读书会', topic: 'Fridays' });
  const before = Array.from({ length: 150 }, (_, index) => `page ${index}`);
  for (const text of before) await mara.say(conversation, text);
  await eventually(async () => expect(await mara.link()).toMatchObject({ waiting: 0 }));

  expect(await jonas.call('channels.browse')).toContainEqual(
    expect.objectContaining({
      id: conversation,
      name: '读书会',
      topic: 'Fridays',
      members: 1,
      joined: false,
    }),
  );
  await jonas.call('channel.join', { conversation });
  // What was said before somebody came is not unread to them, but it is there to read.
  expect(await jonas.call('conversations.list')).toContainEqual(
    expect.objectContaining({ id: conversation, unread: 0, members: expect.arrayContaining([]) }),
  );
  await jonas.sees(conversation, before);
  await eventually(async () => {
    const page = await jonas.call('timeline.older', { conversation, before: 2, limit: 10 });
    expect(page).toMatchObject({ rows: [{ kind: 'note', note: 'created' }], older: false });
  });

  await jonas.call('channel.leave', { conversation });
  await eventually(async () =>
    expect((await jonas.call('conversations.list')).map(({ id }) => id)).not.toContain(
      conversation,
    ),
  );
  // Leaving is seen at once; now the server knows of it.
  await jonas.settled();
  await expect(jonas.say(conversation, 'still here?')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await mara.say(conversation, 'while you were out');
  await mara.say(conversation, 'still');
  await eventually(async () => expect(await mara.link()).toMatchObject({ waiting: 0 }));

  // The hole between two stays is filled when the person is back.
  await jonas.call('channel.join', { conversation });
  await jonas.sees(conversation, [...before, 'while you were out', 'still']);
  await mara.say(conversation, 'welcome back');
  await jonas.sees(conversation, [...before, 'while you were out', 'still', 'welcome back']);
});

test('whoever left hears nothing of what follows', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const { conversation } = await mara.call('channel.create', { name: 'hardware', topic: '' });
  await jonas.call('channel.join', { conversation });
  const heard: string[] = [];
  jonas.on('timeline', ({ conversation: id, rows }) => {
    for (const row of rows) if (id === conversation && row.kind === 'message') heard.push(row.text);
  });
  await jonas.call('channel.leave', { conversation });
  await jonas.settled();
  await mara.say(conversation, 'secret');
  // A later message elsewhere proves that the earlier one would have arrived by now.
  const general = await mara.find('general');
  await mara.say(general, 'public');
  await jonas.sees(general, ['public']);
  expect(heard).toEqual([]);
  await expect(mara.call('channel.create', { name: 'Hardware', topic: '' })).rejects.toMatchObject({
    code: 'NAME_TAKEN',
  });
});

test('joined and left again by another device, while this one was away: it is not a member', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const laptop = await secondDevice(mara);
  const jonas = await server.member('Jonas');
  const { conversation } = await jonas.ask('channel.create', {
    id: randomUUID(),
    name: 'lab',
    topic: '',
  });
  await mara.close();
  // In, out, in, out, with more than a page of messages in between.
  for (const action of [
    'channel.join',
    'channel.leave',
    'channel.join',
    'channel.leave',
  ] as const) {
    await laptop.call(action, { conversation });
    await laptop.settled();
    const texts = Array.from({ length: 600 }, (_, index) => `${action} ${index}`);
    await Promise.all(
      texts.map((text) => jonas.ask('message.send', { id: randomUUID(), conversation, text })),
    );
  }
  const back = await openPerson({ folder: mara.folder });
  await back.live();
  for (const device of [back, laptop])
    await eventually(async () =>
      expect((await device.call('conversations.list')).map(({ name }) => name)).toEqual([
        'general',
      ]),
    );
  await back.call('channel.join', { conversation });
  // The newest row is the note of this joining; everything said between the stays is below it.
  await eventually(async () => {
    const texts = await back.texts(conversation, 200);
    expect([texts.length, texts.at(-1)]).toEqual([199, 'channel.leave 599']);
  });
  const first = await back.call('timeline.open', { conversation });
  expect(first.unread).toBe(0);
});
