// What is said wrongly over a plain WebSocket: a clear answer each time, and a server that goes on.
import { request } from 'node:http';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SocketFrame } from '../../../src/shared/listening.ts';
import type { TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

async function open() {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/events`, {
    headers: { authorization: `Bearer ${mara.token}` },
  });
  const frames: SocketFrame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(String(data)) as SocketFrame));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, frames, replies: () => frames.filter(({ type }) => type === 'reply') };
}

test('carries commands and their answers', async () => {
  const { socket, replies } = await open();
  const input = { id: uuidv7(), conversation: mara.general, text: 'by WebSocket' };
  socket.send(JSON.stringify({ type: 'command', ref: 7, name: 'message.send', input }));
  socket.send(JSON.stringify({ type: 'command', ref: 'b', name: 'fly', input: {} }));
  await eventually(() => expect(replies()).toHaveLength(2));
  expect(replies()).toContainEqual(
    expect.objectContaining({
      ref: 7,
      ok: true,
      value: expect.objectContaining({ seq: expect.any(Number) }),
    }),
  );
  expect(replies()).toContainEqual(
    expect.objectContaining({
      ref: 'b',
      error: expect.objectContaining({ code: 'UNKNOWN_COMMAND' }),
    }),
  );
  socket.terminate();
});

test.each(['not JSON', '[]', '{"type":"command"}', '{"type":"fly"}', '"x"'])(
  'is told that %s is no frame, and stays',
  async (frame) => {
    const { socket, replies } = await open();
    socket.send(frame);
    await eventually(() =>
      expect(replies()).toMatchObject([{ ok: false, error: { code: 'INVALID' } }]),
    );
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  },
);

test('that sends too much at once is closed, and only that', async () => {
  const { socket } = await open();
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.send('x'.repeat(1024 * 1024));
  expect(await closed).toBe(1009);
  expect((await mara.ask('link.ping', {})).head).toBeGreaterThan(0);
});

test('asked for elsewhere, or from another page, is refused', async () => {
  const statusOf = (path: string, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const asked = request(`${server.url}${path}`, {
        headers: {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          authorization: `Bearer ${mara.token}`,
          ...headers,
        },
      });
      asked.once('upgrade', (_response, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.once('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.once('error', reject);
      asked.end();
    });
  expect(await statusOf('/api/v1/events', {})).toBe(101);
  expect(await statusOf('/elsewhere', {})).toBe(404);
  expect(await statusOf('/api/v1/events', { origin: 'http://evil.example' })).toBe(403);
  expect(await statusOf('/api/v1/events', { host: 'evil.example' })).toBe(403);
  expect(await statusOf('/api/v1/events?since=-1', {})).toBe(400);
});
