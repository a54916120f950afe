// What one connection does wrong costs that connection and nothing else.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

/** Mara's connection still works, and what happened elsewhere has reached her. */
const stillThere = async (): Promise<void> => void (await mara.ask('link.ping', {}));

describe('an oversize frame', () => {
  test.each(['websocket', 'polling'])('closes its connection (%s)', async (transport) => {
    const rude = await server.connect(await server.join(`Rude ${transport}`), {
      transports: [transport],
    });
    const closed = new Promise((resolve) => rude.socket.once('disconnect', resolve));
    const text = 'x'.repeat(300_000);
    const input = { id: uuidv7(), conversation: rude.general, text };
    rude.socket.emit('command', { name: 'message.send', input }, () => {});
    await closed;
    await stillThere();
    const said = mara.events().filter(({ type }) => type === 'message.created');
    expect(said).toEqual([]);
  });
});

describe('garbage', () => {
  // Engine.IO and Socket.IO packets as no client of ours would write them.
  test.each([
    ['no packet', ['hello']],
    ['a list for a handshake', ['40["protocol",1]']],
    ['broken JSON', ['40{}', '42["command"']],
    ['an event before the handshake', ['42["command",{"name":"link.ping"}]']],
    ['an acknowledgement of nothing', ['40{}', '4399["x"]']],
    [
      'a binary event without its parts',
      ['40{}', '4599-["command",{"_placeholder":true,"num":0}]'],
    ],
  ])('gets no answer and harms nobody: %s', async (_what, packets) => {
    const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url);
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    const heard: unknown[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(data));
    for (const packet of packets) socket.send(packet);
    await stillThere();
    socket.close();
    await closed;
    // 2: an event, 3: an acknowledgement.
    expect(heard.filter((data) => /^4[23]/.test(String(data)))).toEqual([]);
  });
});

test('a connection may start by polling and become a WebSocket', async () => {
  const both = await server.connect(await server.join('Both'), {
    transports: ['polling', 'websocket'],
  });
  await both.ask('message.send', { id: uuidv7(), conversation: both.general, text: 'polled' });
  const { engine } = both.socket.io;
  await eventually(() => expect(engine.transport.name).toBe('websocket'));
  await both.ask('message.send', { id: uuidv7(), conversation: both.general, text: 'socket' });
  const texts = () => both.events().map(({ body }) => body['text']);
  await eventually(() => expect(texts()).toEqual(expect.arrayContaining(['polled', 'socket'])));
});

test('a hundred people come and go at once, and the board is as they left it', async () => {
  const crowd = await server.join('Crowd');
  const devices = await Promise.all(Array.from({ length: 100 }, () => server.connect(crowd)));
  expect((await mara.ask('sync.resume', {})).presence).toContainEqual([crowd.id, 'online']);
  for (const device of devices) device.close();
  await eventually(async () => {
    const { presence } = await mara.ask('sync.resume', {});
    expect(presence.map(([user]) => user)).not.toContain(crowd.id);
  });
});
