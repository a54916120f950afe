// Somebody is shut out between the look at a token and the beginning of a stream: whoever it was, they are asked to come
// again, nobody waits for an answer that never comes, and nobody is left standing as here.
import Router from '@koa/router';
import Koa from 'koa';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMembership } from '../../../server/membership.ts';
import { createPresence } from '../../../server/presence.ts';
import { createSubscriptions } from '../../../server/subscriptions.ts';
import { createThrottle } from '../../../server/throttle.ts';
import { createTickets } from '../../../server/tickets.ts';
import { answerFailure } from '../../../server/transports/answers.ts';
import { createAttendance } from '../../../server/transports/attendance.ts';
import { addEventRoutes } from '../../../server/transports/eventRoutes.ts';
import { createMailboxes } from '../../../server/transports/mailboxes.ts';
import { createWebSocket } from '../../../server/transports/webSocket.ts';
import { fail } from '../../../src/shared/errors.ts';
import type { SocketFrame } from '../../../src/shared/listening.ts';

const holder = { user: uuidv7(), device: uuidv7(), scopes: null, expiresAt: null };
const head = 7;

/** The ways in over a store that holds nothing; every look at a token takes so long that somebody is shut out. */
async function openWays() {
  const lastSeen = { touch: () => {} };
  const presence = createPresence({ signal: () => {} });
  const subscriptions = createSubscriptions({
    store: { pull: (_user, { until }) => Promise.resolve({ events: [], next: until }) },
    membership: createMembership([]),
    stream: { head },
    most: 10,
  });
  const look = () => {
    subscriptions.outlet.drop({ devices: [uuidv7()], users: [] });
    return Promise.resolve(holder);
  };
  const parts = {
    log: { epoch: uuidv7(), head },
    subscriptions,
    identify: { identify: look, member: look },
    tickets: createTickets(),
    mailboxes: createMailboxes({ subscriptions, presence, lastSeen, head: () => head }),
    attend: createAttendance(presence, lastSeen),
    hearSignals: () => () => {},
    throttle: createThrottle(),
    most: 10,
  };
  const router = new Router();
  addEventRoutes(router, parts);
  const app = new Koa();
  app.use((context, next) =>
    next().catch((error: unknown) => answerFailure(context, fail(error).error)),
  );
  app.use(router.routes());
  const serve = app.callback();
  const http = createServer((request, response) => void serve(request, response));
  const dispatch = () => Promise.resolve({ ok: true as const, value: {} });
  const typing = { tries: 1, seconds: 1 };
  const sockets = createWebSocket({ http, ...parts, dispatch, allowed: () => true, typing });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    sockets.close();
    http.closeAllConnections();
    http.close();
    presence.close();
    await subscriptions.outlet.close();
  });
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v1/events`, presence };
}

test.each([
  ['an event stream', '', { accept: 'text/event-stream' }],
  ['a poll', '', {}],
  ['a poll with a mailbox', '?signals=1', {}],
])('%s', async (_name, query, headers) => {
  const { url, presence } = await openWays();
  const answer = await fetch(url + query, { headers });
  expect(answer.status).toBe(429);
  expect(await answer.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  expect(presence.list()).toEqual([]);
});

test('a WebSocket', async () => {
  const { url, presence } = await openWays();
  const socket = new WebSocket(url.replace('http', 'ws'));
  const frames: SocketFrame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(String(data)) as SocketFrame));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(frames).toMatchObject([{ type: 'closing', error: { code: 'RATE_LIMITED' } }]);
  expect(presence.list()).toEqual([]);
});
