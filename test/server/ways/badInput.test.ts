// What is asked wrongly of the ways in: a clear answer each time, and a server that goes on.
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SocketFrame, Ticket } from '../../../src/shared/listening.ts';
import type { TestClient } from '../../support/client.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer, type TestServer, testServer } from '../../support/server.ts';
import { type Answer, askBy, type Given } from './asking.ts';

let server: TestServer;
let mara: TestClient;
beforeAll(async () => {
  server = await startServer();
  mara = await server.member('Mara');
});
afterAll(() => server.close());

const ask = (path: string, given: Given = {}, at = server) =>
  askBy(mara.token, `${at.url}${path}`, given);

describe('a question for events', () => {
  const wrong: [query: string, field: string][] = [
    ['since=-1', 'since'],
    ['since=abc', 'since'],
    ['since=1e3', 'since'],
    ['since=0x10', 'since'],
    ['since=1.5', 'since'],
    ['since=', 'since'],
    ['since=99999999999999999', 'since'],
    ['since=9007199254740993', 'since'],
    ['since=1&since=2', 'since'],
    ['wait=1e9', 'wait'],
    ['wait=1000000000', 'wait'],
    ['wait=-5', 'wait'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=ten', 'limit'],
    ['epoch=x', 'epoch'],
    ['conversation=x', 'conversations.0'],
    ['type=', 'types.0'],
    ['type=message.created,<b>', 'types.1'],
    ['signals=yes', 'signals'],
    ['cursor=5', ''],
    [`conversation=${uuidv7()}`, 'conversation'],
  ];
  test.each(wrong)('%s is refused by its name', async (query, field) => {
    const { status, error } = await ask(
      `/api/v1/events?since=0&${query}`.replace('since=0&since', 'since'),
    );
    expect([error.code, error.field ?? '']).toEqual([
      query.startsWith('conversation=0') ? 'NOT_FOUND' : 'INVALID',
      field,
    ]);
    expect(status).toBe(error.code === 'INVALID' ? 400 : 404);
  });

  test('with a cursor ahead of the log is answered with where to begin', async () => {
    const { head } = await mara.ask('link.ping', {});
    const { status, error } = await ask(`/api/v1/events?since=${Number.MAX_SAFE_INTEGER}`);
    expect(status).toBe(410);
    expect(error).toMatchObject({ code: 'CURSOR_GONE', cursor: { oldest: 0, head } });
  });

  test('without a token, or with one that nobody has, is refused', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer nobody', 'Basic bWFyYQ=='])
      expect(await ask('/api/v1/events', { headers: { authorization } })).toMatchObject({
        status: 401,
        error: { code: 'UNAUTHENTICATED' },
      });
  });

  test('by another method is not allowed', async () => {
    const response = await fetch(`${server.url}/api/v1/events`, { method: 'DELETE' });
    expect(response.status).toBe(405);
  });

  test('is answered at once when it does not wait, and empty after its wait', async () => {
    const { value } = await ask('/api/v1/events');
    expect(value).toMatchObject({ events: [], next: value.head });
    expect((await ask(`/api/v1/events?since=${value.head}&wait=1`)).value.events).toEqual([]);
  });

  test('gives no more than was asked for, and the cursor behind it', async () => {
    const { head: begin } = await mara.ask('link.ping', {});
    await Promise.all(
      Array.from({ length: 7 }, (_, n) =>
        mara.ask('message.send', { id: uuidv7(), conversation: mara.general, text: `${n}` }),
      ),
    );
    const pages: number[] = [];
    for (let since = begin; ;) {
      const { value } = await ask(`/api/v1/events?since=${since}&limit=3`);
      pages.push(value.events.length);
      since = value.next;
      if (since >= value.head) break;
    }
    expect(pages.slice(0, 3)).toEqual([3, 3, 1]);
  });

  test('a thousand long ones at once are bounded, and say so', async () => {
    const here = await testServer({ limits: { streams: 40, polls: { tries: 5000, seconds: 20 } } });
    const jon = await here.member('Jon');
    const headers = { authorization: `Bearer ${jon.token}` };
    const answers: string[] = [];
    const questions = Array.from({ length: 1000 }, () =>
      request(`${here.url}/api/v1/events?wait=50`, { headers, agent: false })
        .once('response', (response) => {
          const { statusCode, headers: given } = response;
          void json(response).then((answer) => {
            const { code } = (answer as Answer).error;
            answers.push(`${statusCode} ${code} ${given['retry-after']}`);
          });
        })
        // Those that are still waiting when the test is over.
        .on('error', () => {}),
    );
    for (const question of questions) question.end();
    await eventually(() => expect(answers).toHaveLength(960));
    expect(new Set(answers)).toEqual(new Set(['429 RATE_LIMITED 1']));
    expect((await jon.ask('link.ping', {})).head).toBeGreaterThan(0);
    for (const question of questions) question.destroy();
    await eventually(async () => {
      const again = await fetch(`${here.url}/api/v1/events`, { headers });
      expect(again.status).toBe(200);
    });
  });

  test('that comes too often is told how long to wait', async () => {
    const here = await testServer({ limits: { polls: { tries: 3, seconds: 60 } } });
    const jon = await here.join('Jon');
    const headers = { authorization: `Bearer ${jon.token}` };
    for (let n = 0; n < 3; n++)
      expect((await ask('/api/v1/events', { headers }, here)).ok).toBe(true);
    const refused = await ask('/api/v1/events', { headers }, here);
    expect(refused).toMatchObject({ status: 429, error: { code: 'RATE_LIMITED' } });
    expect(Number(refused.head.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a ticket', () => {
  const ticketFor = async (token = mara.token): Promise<string> => {
    const response = await fetch(`${server.url}/api/v1/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { value } = (await response.json()) as { value: Ticket };
    expect(value.expiresIn).toBe(60);
    return value.ticket;
  };
  const status = async (ticket: string) =>
    (await fetch(`${server.url}/api/v1/events?ticket=${ticket}`)).status;

  test('opens one stream, once', async () => {
    const ticket = await ticketFor();
    expect([await status(ticket), await status(ticket)]).toEqual([200, 401]);
  });

  test('is worth nothing when its device has been shut out since', async () => {
    const jon = await server.member('Jon');
    const ticket = await ticketFor(jon.token);
    await mara.ask('person.set', { id: uuidv7(), user: jon.id, active: false });
    expect(await status(ticket)).toBe(403);
  });

  test('that was guessed opens nothing', async () => {
    expect(await status('AAAAAAAAAAAAAAAAAAAAAA')).toBe(401);
  });

  test('opens a WebSocket, as a page would', async () => {
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/api/v1/events?ticket=${await ticketFor()}`,
    );
    const [first] = (await new Promise((resolve, reject) => {
      socket.once('message', (data: Buffer) => resolve([JSON.parse(String(data))]));
      socket.once('error', reject);
    })) as SocketFrame[];
    expect(first?.type).toBe('hello');
    socket.terminate();
  });
});
