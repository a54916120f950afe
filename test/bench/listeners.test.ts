// That each light listener hears every message once, and counts what crosses its socket.
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listeners } from '../../bench/load/listeners/byName.ts';
import { createExchange } from '../../bench/load/listeners/exchange.ts';
import { momentOf } from '../../bench/load/speaker.ts';
import { wayNames } from '../../bench/ways/plan.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let mara: TestClient;
let ilja: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
  ilja = await server.member('Ilja');
});
afterAll(() => server.close());

// The slow poll differs from the other by a number only, and a test has no time for it.
const each = wayNames.filter((way) => way !== 'poll5');

test.each(each)('%s', async (way) => {
  const heard: string[] = [];
  const traffic = { bytes: 0, requests: 0 };
  let failure: Error | undefined;
  const options = {
    port: server.port,
    traffic,
    place: { index: 0, of: 1 },
    hear: (text: string) =>
      void heard.push(...[...text.matchAll(/#(\d+)#/g)].map(([, n = '']) => n)),
    fail: (error: Error) => void (failure = error),
  };
  await expect(listeners[way]({ ...options, token: 'of nobody' })).rejects.toThrow(/./);
  const listener = await listeners[way]({ ...options, token: ilja.token });
  const before = { ...traffic };
  const say = (n: number) =>
    mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: `#${n}# 早上好` });
  for (let n = 0; n < 30; n++) await say(n);
  await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(30));
  expect(heard).toEqual(Array.from({ length: 30 }, (_, n) => String(n)));
  expect(traffic.bytes - before.bytes).toBeGreaterThan(30 * 80);
  const holds = way === 'eventStream' || way === 'webSocket' || way === 'ioWebSocket';
  expect(traffic.requests > before.requests).toBe(!holds);
  listener.close();
  expect(failure).toBeUndefined();
});

test('a connection that the server has closed is opened again', async () => {
  const exchange = createExchange(server.port, { bytes: 0, requests: 0 }, 'Connection: close\r\n');
  for (let turn = 0; turn < 3; turn++)
    expect(JSON.parse(await exchange.ask({ path: '/api/v1/team' }))).toBeTruthy();
  await expect(exchange.ask({ path: '/nowhere' })).rejects.toThrow('404');
  exchange.close();
});

test('messages leave once in each turn, and never in step with a poll', () => {
  const turns = Array.from({ length: 60 }, (_, n) => n - 20);
  for (const turn of turns) {
    expect(momentOf(turn)).toBeGreaterThanOrEqual(turn);
    expect(momentOf(turn)).toBeLessThan(turn + 1);
  }
  // One each ten seconds against a poll every five: a handful already meets all of its period.
  const fifths = turns.slice(0, 8).map((turn) => Math.floor(((momentOf(turn) + 20) * 10) % 5));
  expect(new Set(fifths).size).toBeGreaterThanOrEqual(4);
});
