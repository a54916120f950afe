// Who reads too slowly, by whichever stream: what waits for them is bounded (rule 12, I12), nobody else notices, and when
// they read on, everything is there. Who never reads is let go.
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createParser } from 'eventsource-parser';
import { Server } from 'socket.io';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createSubscription, MOST_WAITING, type Sink } from '../../../server/subscription.ts';
import { type IoServer, waitingIn } from '../../../server/transports/ioSocket.ts';
import { watchSlowSockets } from '../../../server/transports/slowSockets.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import type { SocketFrame } from '../../../src/shared/listening.ts';
import { connectClient, type TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { testServer } from '../../support/server.ts';

// Some mebibytes go back and forth, on whatever else the machine does.
vi.setConfig({ testTimeout: 30_000 });

const long = 'x'.repeat(15_000);

/** Says so much that no socket's own buffers hold it. Answers how many messages. */
async function flood(from: TestClient): Promise<number> {
  const many = 400;
  for (let sent = 0; sent < many; sent += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        from.ask('message.send', {
          id: uuidv7(),
          conversation: from.general,
          text: `${sent + n} ${long}`,
        }),
      ),
    );
  return many;
}

const numbers = (events: WireEvent[]): number[] =>
  events
    .filter(({ type }) => type === 'message.created')
    .map(({ body }) => parseInt(String(body['text']), 10));

/** A connection that reads nothing until it is told to. */
async function rawSocket(port: number, head: string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  socket.write([...head, '', ''].join('\r\n'));
  return socket;
}

test('an event stream goes on where its reader stopped', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { head } = await mara.ask('link.ping', {});
  const socket = await rawSocket(server.port, [
    `GET /api/v1/events?since=${head} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: text/event-stream',
    `Authorization: Bearer ${mara.token}`,
  ]);
  const many = await flood(mara);
  const heard: WireEvent[] = [];
  const parser = createParser({
    onEvent({ event = '', data }) {
      if (event === 'message.created') heard.push(JSON.parse(data) as WireEvent);
    },
  });
  let headers = true;
  socket.setEncoding('latin1');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (headers && text.includes('\r\n\r\n')) {
      headers = false;
      text = text.slice(text.indexOf('\r\n\r\n') + 4);
    }
    if (headers) return;
    // Chunked: lengths stand on lines of their own.
    for (
      let match = /^([0-9a-f]+)\r\n/i.exec(text);
      match;
      match = /^([0-9a-f]+)\r\n/i.exec(text)
    ) {
      const length = parseInt(match[1] ?? '', 16);
      const start = match[0].length;
      if (text.length < start + length + 2) return;
      parser.feed(text.slice(start, start + length));
      text = text.slice(start + length + 2);
    }
  });
  socket.resume();
  await eventually(() => expect(numbers(heard)).toHaveLength(many));
  expect(numbers(heard)).toEqual(Array.from({ length: many }, (_, n) => n));
});

test('a WebSocket goes on where its reader stopped', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const { head } = await mara.ask('link.ping', {});
  const client = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/events?since=${head}`, {
    headers: { authorization: `Bearer ${mara.token}` },
  });
  onTestFinished(() => client.terminate());
  const heard: WireEvent[] = [];
  client.on('message', (data: Buffer) => {
    const frame = JSON.parse(String(data)) as SocketFrame;
    if (frame.type === 'events') heard.push(...frame.events);
  });
  await new Promise((resolve) => client.once('open', resolve));
  client.pause();
  const many = await flood(mara);
  client.resume();
  await eventually(() => expect(numbers(heard)).toHaveLength(many));
  expect(numbers(heard)).toEqual(Array.from({ length: many }, (_, n) => n));
});

/** Its own buffer fills first, then the system's, then ours. */
const stopReading = (client: TestClient): Socket => {
  const { transport } = client.socket.io.engine as unknown as {
    transport: { ws: { _socket: Socket } };
  };
  return transport.ws._socket.pause();
};

test('a Socket.IO client with a cursor goes on where its reader stopped', async () => {
  const server = await testServer();
  const mara = await server.member('Mara');
  const jon = await server.join('Jon');
  const { head } = await mara.ask('link.ping', {});
  const client = await connectClient(server.url, jon, {}, { listen: { since: head } });
  onTestFinished(client.close);
  const socket = stopReading(client);
  const many = await flood(mara);
  // Everybody else goes on meanwhile.
  expect(numbers(mara.events())).toHaveLength(many);
  socket.resume();
  await eventually(() => expect(numbers(client.events())).toHaveLength(many));
  expect(numbers(client.events())).toEqual(Array.from({ length: many }, (_, n) => n));
});

describe('an app that stops reading', () => {
  const conversation = uuidv7();

  async function appOnSocketIo() {
    const http = createServer();
    const io: IoServer = new Server(http);
    io.use((one, next) => {
      Object.assign(one.data, { user: 'mara' });
      void one.join(conversation);
      next();
    });
    const slow = watchSlowSockets(io, { of: () => new Set([conversation]) });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const member = { id: '', name: '', token: '', general: '' };
    const client = await connectClient(`http://127.0.0.1:${port}`, member);
    onTestFinished(async () => {
      client.close();
      slow.close();
      await io.close();
    });
    const [socket] = io.sockets.sockets.values();
    if (!socket) throw new Error('no socket');
    const fill = async (bytes: number): Promise<void> => {
      while (waitingIn(socket).bytes < bytes) {
        socket.emit('signal', { type: 'echo', ref: '', text: long });
        await new Promise(setImmediate);
      }
    };
    return { socket, client, slow, fill };
  }

  test('leaves the rooms, comes back when it reads on, and is told to pull', async () => {
    const { socket, client, slow, fill } = await appOnSocketIo();
    const stopped = stopReading(client);
    await fill(MOST_WAITING + 1);
    slow.sweep();
    expect([...socket.rooms]).not.toContain(conversation);
    expect(socket.connected).toBe(true);
    stopped.resume();
    await eventually(() => {
      slow.sweep();
      expect(client.signals).toContainEqual({ type: 'behind' });
    });
    expect([...socket.rooms]).toContain(conversation);
  });

  test('and lets eight mebibytes pile up is let go', async () => {
    const { socket, client, slow, fill } = await appOnSocketIo();
    stopReading(client);
    await fill(8 * MOST_WAITING + 1);
    slow.sweep();
    expect(socket.connected).toBe(false);
  });
});

const holder = { user: uuidv7(), device: uuidv7(), scopes: null, expiresAt: null };
const filter = { conversations: [], types: [] };

test('of what one reader does not take, little more than a mebibyte waits', async () => {
  let waiting = 0;
  let head = 0;
  const given: number[] = [];
  const reading = Promise.withResolvers<void>();
  const sink: Sink = {
    deliver({ events }) {
      for (const { pos } of events) given.push(pos);
      waiting += events.length * 10_000;
    },
    end: ({ message }) => expect.unreachable(message),
    backlog: () => waiting,
    sent: () => 0,
    async drained() {
      await reading.promise;
      waiting = 0;
    },
  };
  const eventAt = (pos: number): WireEvent => ({
    pos,
    seq: pos,
    at: pos,
    id: null,
    author: holder.user,
    conversation: holder.user,
    type: 'message.created',
    body: {},
  });
  const one = createSubscription(
    { holder, since: 0, filter, sink },
    (_user, { after, until }) =>
      Promise.resolve({
        events: Array.from({ length: until - after }, (_, n) => eventAt(after + n + 1)),
        next: until,
      }),
    () => head,
  );
  one.start();
  while (head < 1000) one.push({ events: [eventAt(++head)], next: head });
  expect(waiting).toBeLessThan(MOST_WAITING + 20_000);
  expect(given.length).toBeLessThan(head);
  reading.resolve();
  await eventually(() => expect(given).toHaveLength(head));
  expect(given).toEqual(Array.from({ length: head }, (_, n) => n + 1));
});

test('who takes nothing for too long is let go', async () => {
  const events: unknown[] = [];
  let ended: string | undefined;
  const sink: Sink = {
    deliver: (parcel) => void events.push(...parcel.events),
    end: ({ code }) => (ended = code),
    backlog: () => 10,
    sent: () => 0,
    drained: () => new Promise(() => {}),
  };
  const one = createSubscription(
    { holder, since: 0, filter, sink },
    () => Promise.resolve({ events: [], next: 0 }),
    () => 0,
  );
  one.start();
  one.tend(60_000);
  expect(ended).toBeUndefined();
  one.tend(-1);
  expect(ended).toBe('TIMEOUT');
});
