import { connect } from '../../src/headless/index.ts';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { faultyWay } from '../support/faultyWay.ts';
import { testFolder } from '../support/folder.ts';
import { joinAt, newcomer, openPerson } from '../support/person.ts';
import { testServer } from '../support/server.ts';

test('the server dies, one writes on, it returns: everything is there once and in order', async () => {
  const folder = testFolder();
  const first = await testServer({ folder });
  const mara = await newcomer(first.addresses[0]!, 'Mara');
  const jonas = await newcomer(first.addresses[0]!, 'Jonas');
  const general = await mara.find('general');
  await mara.say(general, 'before');
  await jonas.sees(general, ['before']);

  await first.close();
  await mara.offline();
  const written = Array.from({ length: 20 }, (_, index) => `offline ${index}`);
  for (const text of written) await mara.say(general, text);
  expect((await mara.messages(general)).map(({ state }) => state)).toEqual([
    'kept',
    ...written.map(() => 'waiting'),
  ]);
  await eventually(async () =>
    expect(await mara.link()).toMatchObject({ state: 'offline', waiting: 20 }),
  );

  await testServer({ folder, port: first.port });
  await jonas.call('link.retry');
  await mara.call('link.retry');
  for (const person of [mara, jonas]) await person.sees(general, ['before', ...written]);
  await eventually(async () =>
    expect((await mara.messages(general)).every(({ state }) => state === 'kept')).toBe(true),
  );
  await eventually(async () =>
    expect(await mara.link()).toMatchObject({ state: 'live', waiting: 0 }),
  );
});

test('K2: what was in the outbox when the app ended is sent once, by itself, at the next start', async () => {
  const folder = testFolder();
  const first = await testServer({ folder });
  const jonas = await newcomer(first.addresses[0]!, 'Jonas');
  const maraFolder = testFolder();
  const mara = await connect({ folder: maraFolder });
  await joinAt(mara, first.addresses[0]!, { name: 'Mara' });
  const general = await jonas.find('general');
  await eventually(async () => expect(await mara.call('conversations.list')).toHaveLength(1));
  await first.close();
  await mara.call('message.send', { conversation: general, text: 'written in the dark' });
  await mara.call('draft.set', { conversation: general, text: 'half a thou' });
  await mara.close();

  await testServer({ folder, port: first.port });
  const again = await openPerson({ folder: maraFolder });
  await again.live();
  await jonas.call('link.retry');
  for (const person of [again, jonas]) await person.sees(general, ['written in the dark']);
  expect((await again.call('timeline.open', { conversation: general })).draft).toEqual({
    text: 'half a thou',
    reply: null,
  });
});

test('K3: an answer that is lost makes the client ask again with the same id: one message', async () => {
  const server = await testServer();
  let lost = 0;
  const loseFirst = faultyWay({ loseAnswer: (name) => name === 'message.send' && lost++ < 1 });
  const mara = await newcomer(server.addresses[0]!, 'Mara', { connect: loseFirst });
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const general = await mara.find('general');
  await mara.say(general, 'once');
  await mara.say(general, 'then this');
  for (const person of [mara, jonas]) await person.sees(general, ['once', 'then this']);
  await eventually(() => expect(lost).toBeGreaterThan(1));
  await eventually(async () => expect(await mara.link()).toMatchObject({ waiting: 0 }));
});

test('events that come twice, late or in the wrong order end as the same history', async () => {
  const server = await testServer();
  let kept: Parameters<Parameters<typeof faultyWay>[0]['frames'] & object>[0][] = [];
  // Every frame twice; every third frame waits and comes after its successor, one in seven not at all.
  let count = 0;
  const disorder = faultyWay({
    frames(frame) {
      count++;
      if (count % 7 === 0) return [];
      if (count % 3 === 0) {
        kept.push(frame);
        return [];
      }
      const out = [frame, frame, ...kept];
      kept = [];
      return out;
    },
  });
  const jonas = await newcomer(server.addresses[0]!, 'Jonas', { connect: disorder });
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
  for (const text of texts) await mara.say(general, text);
  await mara.sees(general, texts);
  // The very last frame may have been lost: the server's head, or waking up, tells (rule 9).
  await eventually(async () => {
    jonas.wake();
    expect(await jonas.texts(general)).toEqual(texts);
  });
});

test('a refused message stays visible with its text, and can be retried or taken back', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const { conversation } = await mara.call('channel.create', { name: 'hardware', topic: '' });
  // Offline she writes on; meanwhile another device of hers leaves the channel.
  const { secondDevice } = await import('../support/person.ts');
  const laptop = await secondDevice(mara);
  const account = mara.folder;
  await mara.close();
  await laptop.call('channel.leave', { conversation });
  await laptop.settled();
  const away = await openPerson({
    folder: account,
    connect: () => Promise.reject(new Error('cable out')),
  });
  const id = await away.say(conversation, 'does the printer work?');
  await away.close();

  const back = await openPerson({ folder: account });
  await eventually(async () => {
    const { rows } = await back.call('timeline.latest', { conversation, limit: 10 });
    expect(rows.at(-1)).toMatchObject({ key: id, state: 'failed', error: { code: 'NOT_MEMBER' } });
  });
  await laptop.call('channel.join', { conversation });
  await eventually(async () => expect(await back.call('conversations.list')).toHaveLength(2));
  await back.call('message.retry', { id });
  await laptop.sees(conversation, ['does the printer work?']);
  await expect(back.call('message.discard', { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what waits can be taken back, with its text', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  await server.close();
  await mara.offline();
  const id = await mara.say(general, 'never mind');
  expect(await mara.call('message.discard', { id })).toEqual({ text: 'never mind' });
  expect(await mara.texts(general)).toEqual([]);
  await eventually(async () => expect(await mara.link()).toMatchObject({ waiting: 0 }));
});
