// Who reads too slowly, by whichever stream: what waits for them is bounded (rule 12, I12), nobody else notices, and when
// they read on, everything is there. Who never reads is let go.
import { connect, type Socket } from 'node:net';
import { createParser } from 'eventsource-parser';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSubscription, MOST_WAITING, type Sink } from '../../../server/subscription.ts';
import type { WireEvent } from '../../../src/shared/events.ts';
import { connectClient, type TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { testServer } from '../../support/server.ts';

const long = 'x'.repeat(15_000);

/** Says so much that no socket's own buffers hold it. Answers how many messages. */
async function flood(from: TestClient): Promise<number> {
  const many = 700;
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

describe.each(['app', 'cursor'])('a Socket.IO client that stops reading (%s)', (kind) => {
  test('is told to pull, or pulled for, and gets everything', async () => {
    const server = await testServer();
    const mara = await server.member('Mara');
    const jon = await server.join('Jon');
    const { head } = await mara.ask('link.ping', {});
    const auth = kind === 'cursor' ? { listen: { since: head } } : {};
    const client = await connectClient(server.url, jon, {}, auth);
    onTestFinished(client.close);
    const { transport } = client.socket.io.engine as unknown as {
      transport: { ws: { _socket: Socket } };
    };
    transport.ws._socket.pause();
    const many = await flood(mara);
    const { token } = jon;
    const pulled = async (): Promise<WireEvent[]> => {
      const events: WireEvent[] = [];
      for (let after = head; ;) {
        const page = await client.ask('sync.pull', { after, limit: 50 });
        events.push(...page.events);
        after = page.next;
        if (after >= page.head) return events;
      }
    };
    expect(token).toBeTruthy();
    // Everybody else goes on meanwhile.
    expect(numbers(mara.events())).toHaveLength(many);
    transport.ws._socket.resume();
    if (kind === 'cursor') {
      await eventually(() => expect(numbers(client.events())).toHaveLength(many));
      expect(numbers(client.events())).toEqual(Array.from({ length: many }, (_, n) => n));
      return;
    }
    await eventually(() => expect(client.signals).toContainEqual({ type: 'behind' }));
    expect(numbers(client.events()).length).toBeLessThan(many);
    expect(numbers(await pulled())).toEqual(Array.from({ length: many }, (_, n) => n));
    await mara.ask('message.send', {
      id: uuidv7(),
      conversation: mara.general,
      text: '9999 pushed again',
    });
    await eventually(() => expect(numbers(client.events())).toContain(9999));
  });
});

const holder = { user: uuidv7(), device: uuidv7(), scopes: null, expiresAt: null };
const filter = { conversations: [], types: [] };

test('of what one reader does not take, little more than a mebibyte waits', async () => {
  let waiting = 0;
  let head = 0;
  const given: number[] = [];
  const drained = Promise.withResolvers<void>();
  const sink: Sink = {
    deliver({ events }) {
      for (const { pos } of events) given.push(pos);
      waiting += events.length * 10_000;
    },
    end: ({ message }) => expect.unreachable(message),
    backlog: () => waiting,
    sent: () => 0,
    drained: () => drained.promise,
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
  waiting = 0;
  drained.resolve();
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
