// A log of large messages: it is read in pages that a slow way takes whole, by whichever question, and nothing is left out.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WireEvent } from '../../../src/shared/events.ts';
import type { EventsPage } from '../../../src/shared/listening.ts';
import type { TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const many = 120;
/** Twice as long in JSON. */
const large = '\n'.repeat(15_000);
const mostBytes = 1024 * 1024 + 100_000;

let server: TestServer;
let mara: TestClient;
const rooms = [uuidv7(), uuidv7()];
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
  for (const [n, id] of rooms.entries()) {
    await mara.ask('channel.create', { id, name: `room-${n}` });
    await Promise.all(
      Array.from({ length: many }, (_, index) =>
        mara.ask('message.send', { id: uuidv7(), conversation: id, text: `${index}${large}.` }),
      ),
    );
  }
});
afterAll(() => server.close());

const saidIn = (room: string, events: WireEvent[]): number[] =>
  events
    .filter(({ conversation, type }) => conversation === room && type === 'message.created')
    .map(({ body }) => parseInt(String(body['text']), 10));
const all = Array.from({ length: many }, (_, n) => n);
const sizeOf = (value: unknown): number => JSON.stringify(value).length;

test('is pulled and polled whole', async () => {
  const polled: WireEvent[] = [];
  for (let since = 0, head = Infinity; since < head;) {
    const response = await fetch(`${server.url}/api/v1/events?since=${since}`, {
      headers: { authorization: `Bearer ${mara.token}` },
    });
    const text = await response.text();
    expect(text.length).toBeLessThan(mostBytes);
    const { value } = JSON.parse(text) as { value: EventsPage };
    polled.push(...value.events);
    ({ next: since, head } = value);
  }
  const pulled: WireEvent[] = [];
  for (let after = 0, more = true; more;) {
    const { events, next, head } = await mara.ask('sync.pull', { after });
    expect(sizeOf(events)).toBeLessThan(mostBytes);
    pulled.push(...events);
    [after, more] = [next, next < head];
  }
  expect(pulled).toEqual(polled);
  for (const room of rooms) expect(saidIn(room, pulled)).toEqual(all);
});

test('is paged through whole, up and down', async () => {
  const [conversation = ''] = rooms;
  const up: WireEvent[] = [];
  for (let after = 0; ;) {
    const { events } = await mara.ask('history.page', { conversation, after });
    expect(sizeOf(events)).toBeLessThan(mostBytes);
    if (events.length === 0) break;
    up.push(...events);
    after = events.at(-1)?.seq ?? 0;
  }
  const down: WireEvent[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; before > 1;) {
    const { events } = await mara.ask('history.page', { conversation, before });
    expect(sizeOf(events)).toBeLessThan(mostBytes);
    down.unshift(...events);
    before = events[0]?.seq ?? 0;
  }
  expect(saidIn(conversation, up)).toEqual(all);
  expect(down).toEqual(up);
});

test('begins with snapshots of every conversation, a few at a time', async () => {
  const found: string[] = [];
  for (let page: string | undefined; ;) {
    const answer = await mara.ask('sync.snapshot', page === undefined ? {} : { page });
    expect(sizeOf(answer.conversations)).toBeLessThan(2 * mostBytes);
    found.push(...answer.conversations.map(({ id }) => id));
    if (answer.nextPage === null) break;
    page = answer.nextPage;
  }
  expect(new Set(found).size).toBe(found.length);
  for (const room of rooms) expect(found).toContain(room);
});

test('is not heaped up for a WebSocket that asks for it and reads nothing', async () => {
  const jon = await server.join('Jon');
  for (const conversation of rooms)
    await mara.ask('member.add', { id: uuidv7(), conversation, users: [jon.id] });
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/events`, {
    headers: { authorization: `Bearer ${jon.token}` },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once('open', resolve));
  const isHere = async () =>
    (await mara.ask('sync.resume', {})).presence.some(([user]) => user === jon.id);
  expect(await isHere()).toBe(true);
  socket.pause();
  const page = { conversation: rooms[0], after: 0 };
  for (let ref = 0; ref < 60; ref++)
    socket.send(JSON.stringify({ type: 'command', ref, name: 'history.page', input: page }));
  await eventually(async () => expect(await isHere()).toBe(false));
});
