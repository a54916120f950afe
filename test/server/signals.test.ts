// What only passes by: typing, presence, reading marks, the head, goodbye.
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { HEAD_INTERVAL_MS } from '../../src/shared/protocol.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testServer } from '../support/server.ts';

const heard = (client: TestClient, type: string) =>
  client.signals.filter((signal) => signal.type === type);
const settled = (client: TestClient) => client.ask('link.ping', {});

describe('typing', () => {
  test("is told to the others in the room, and not to one's own devices", async () => {
    const server = await testServer();
    const mara = await server.join('Mara');
    const [phone, laptop] = [await server.connect(mara), await server.connect(mara)];
    const [jon, eve] = [await server.member('Jon'), await server.member('Eve')];
    const { conversation } = await phone.ask('channel.create', { id: uuidv7(), name: 'room' });
    await jon.ask('channel.join', { id: uuidv7(), conversation });
    for (const on of [true, false])
      phone.socket.emit('signal', { type: 'typing', conversation, on });
    for (const client of [phone, laptop, jon, eve]) await settled(client);
    const told = (on: boolean) => ({ type: 'typing', conversation, user: mara.id, on });
    expect(heard(jon, 'typing')).toEqual([told(true), told(false)]);
    for (const client of [phone, laptop, eve]) expect(heard(client, 'typing')).toEqual([]);
  });

  test('where one is no member is told to nobody', async () => {
    const server = await testServer();
    const [mara, eve] = [await server.member('Mara'), await server.member('Eve')];
    const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
    for (const where of [conversation, uuidv7(), `person:${mara.id}`])
      eve.socket.emit('signal', { type: 'typing', conversation: where, on: true });
    await settled(eve);
    await settled(mara);
    expect(heard(mara, 'typing')).toEqual([]);
  });
});

describe('presence', () => {
  const last = (client: TestClient, user: string) =>
    heard(client, 'presence')
      .flatMap((signal) => (signal.type === 'presence' ? signal.changes : []))
      .findLast(([who]) => who === user)?.[1];

  test('is the liveliest of the devices, and offline when the last one goes', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const jon = await server.join('Jon');
    const [phone, laptop] = [await server.connect(jon), await server.connect(jon)];
    await eventually(() => expect(last(mara, jon.id)).toBe('online'));
    const away = { type: 'presence', state: 'away' } as const;
    phone.socket.emit('signal', away);
    await settled(phone);
    const list = async () => new Map((await mara.ask('sync.resume', {})).presence).get(jon.id);
    expect(await list()).toBe('online');
    laptop.socket.emit('signal', away);
    await eventually(() => expect(last(mara, jon.id)).toBe('away'));
    expect(await list()).toBe('away');
    phone.socket.emit('signal', { type: 'presence', state: 'online' });
    await eventually(() => expect(last(mara, jon.id)).toBe('online'));
    // What is left of a person is what the device says that is left.
    phone.close();
    await eventually(() => expect(last(mara, jon.id)).toBe('away'));
    laptop.close();
    await eventually(() => expect(last(mara, jon.id)).toBe('offline'));
    expect(await list()).toBeUndefined();
  });

  test('of many arriving at once is told in few words', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    await eventually(() => expect(last(mara, mara.id)).toBe('online'));
    const before = heard(mara, 'presence').length;
    const crowd = await Promise.all(Array.from({ length: 20 }, (_, n) => server.member(`P${n}`)));
    await eventually(() => {
      for (const { id } of crowd) expect(last(mara, id)).toBe('online');
    });
    expect(heard(mara, 'presence').length - before).toBeLessThan(crowd.length / 2);
  });
});

test('a reading mark is told to all devices of the person, and to nobody else', async () => {
  const server = await testServer();
  const mara = await server.join('Mara');
  const [phone, laptop] = [await server.connect(mara), await server.connect(mara)];
  const jon = await server.member('Jon');
  const conversation = mara.general;
  const { seq } = await jon.ask('message.send', { id: uuidv7(), conversation, text: 'read me' });
  expect(await phone.ask('conversation.read', { conversation, seq })).toEqual({ seq });
  // The other device is behind: the mark stays where it is, and nobody is bothered.
  expect(await laptop.ask('conversation.read', { conversation, seq: seq - 1 })).toEqual({ seq });
  for (const client of [phone, laptop, jon]) await settled(client);
  const news = [{ type: 'read', conversation, seq }];
  expect(heard(phone, 'read')).toEqual(news);
  expect(heard(laptop, 'read')).toEqual(news);
  expect(heard(jon, 'read')).toEqual([]);
  const { markers } = await laptop.ask('sync.resume', {});
  expect(markers).toContainEqual({ conversation, seq });
});

test('the head is repeated, so that a lost last event is noticed (rule 9)', async () => {
  // Only the interval is ours to wind: sockets and threads go on in real time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const server = await testServer();
  const mara = await server.member('Mara');
  vi.advanceTimersByTime(HEAD_INTERVAL_MS - 1);
  await settled(mara);
  expect(heard(mara, 'head')).toEqual([]);
  vi.advanceTimersByTime(1);
  await settled(mara);
  const { head } = await mara.ask('sync.resume', {});
  expect(heard(mara, 'head')).toEqual([{ type: 'head', pos: head }]);
  const text = 'one more';
  const { pos } = await mara.ask('message.send', {
    id: uuidv7(),
    conversation: mara.general,
    text,
  });
  vi.advanceTimersByTime(HEAD_INTERVAL_MS);
  await settled(mara);
  expect(heard(mara, 'head').at(-1)).toEqual({ type: 'head', pos });
});

test('a server that closes says goodbye before it goes', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const gone = new Promise((resolve) => mara.socket.once('disconnect', resolve));
  await server.stop();
  await gone;
  expect(mara.signals.at(-1)).toEqual({ type: 'closing' });
});
