// Servers that say anything: what they say has an end, a code, and no way into the app.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Transport, TransportListener } from '../../../src/core/transport/transport.ts';
import { opens } from '../../../src/core/transport/ways.ts';
import { fail, type Failure } from '../../../src/shared/errors.ts';
import { PROTOCOL_VERSION } from '../../../src/shared/protocol.ts';
import type { Way } from '../../../src/shared/ways.ts';
import { eventually } from '../../support/eventually.ts';

const epoch = '018f3c1e-0000-7000-8000-000000000001';
const team = { id: epoch, name: 'T', door: 'open', createdAt: 1 };
const info = (newest: number, oldest: number) => ({
  product: 'lanline',
  protocol: { newest, oldest },
  team,
  people: 1,
});
const page = (next: number, more: object = {}) => ({
  ok: true,
  value: { epoch, events: [], next, head: next, signals: [], ...more },
});
const hello = `event: hello\ndata: ${JSON.stringify({ epoch, since: 5, head: 5 })}\n\n`;

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;
type Hostile = { base: string; asked: string[]; sent(): number; frames: (string | Buffer)[] };

/**
 * `events` answers what is asked of them, counted from 1; `frames` are said on every plain WebSocket, unless `upgrade`
 * is the answer to all that ask for one.
 */
async function hostile(
  events: Answer,
  { version = PROTOCOL_VERSION, commands = events, upgrade = '' } = {},
): Promise<Hostile> {
  const asked: string[] = [];
  const frames: (string | Buffer)[] = [];
  let sent = 0;
  let count = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/s, '');
    asked.push(path);
    response.on('error', () => undefined);
    response.on('close', () => (sent = Math.max(sent, request.socket.bytesWritten)));
    if (path === '/api/v1/team') return json(response, info(version, version));
    if (path === '/api/v1/events') return events(request, response, ++count);
    return commands(request, response, 0);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (upgrade !== '') return void socket.end(upgrade);
    sockets.handleUpgrade(request, socket, head, (open) => {
      open.on('error', () => undefined);
      for (const frame of frames) open.send(frame);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, asked, sent: () => sent, frames };
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** As much as is taken, up to 100 MB. */
function pour(response: ServerResponse, left = 1600): void {
  if (left === 0) return void response.end();
  const piece = 'x'.repeat(64 * 1024);
  if (response.write(piece)) setImmediate(() => pour(response, left - 1));
  else response.once('drain', () => pour(response, left - 1));
}

/** Opens it; `told` fills with everything the core would hear. `patienceMs`: for a greeting. */
async function open(way: Way, base: string, patienceMs = 20_000) {
  const told: string[] = [];
  const downs: Failure[] = [];
  const listener: TransportListener = {
    events: ({ events }) => told.push(`${events.length} events`),
    signal: ({ type }) => told.push(type),
    down: (reason) => downs.push(reason),
  };
  const transport: Transport = await opens[way]({ base, token: 'secret' }, listener, patienceMs);
  onTestFinished(transport.close);
  return { transport, told, downs };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fine',
    (error: unknown) => fail(error).error.code,
  );

const overHttp: Way[] = ['stream', 'longPoll', 'poll'];
const checking: Way[] = [...overHttp, 'plain'];

test.each(checking)('%s: a server of another time is told from one that is away', async (way) => {
  const server = await hostile((_, response) => json(response, page(5)), { version: 99 });
  expect(await codeOf(open(way, server.base))).toBe('UPGRADE_REQUIRED');
  expect(server.asked).toEqual(['/api/v1/team']);
});

test.each(checking)('%s: a refusal keeps its code', async (way) => {
  const error = { code: 'REVOKED', message: 'shut out' };
  const upgrade = `HTTP/1.1 401 Refused\r\n\r\n${JSON.stringify({ ok: false, error })}`;
  const events: Answer = (_, response) => json(response, { ok: false, error }, 401);
  const server = await hostile(events, { upgrade });
  expect(await codeOf(open(way, server.base))).toBe('REVOKED');
});

test.each(overHttp)('%s: what is no answer of ours is no refusal of ours', async (way) => {
  const answers: [Answer, string][] = [
    [(_, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'), 'UNREACHABLE'],
    [(_, response) => void response.writeHead(302, { location: '/x' }).end(), 'UNREACHABLE'],
    [(_, response) => void response.end('<h1>Hello</h1>'), 'NOT_LANLINE'],
    [(_, response) => json(response, { ok: true, value: 7 }), 'NOT_LANLINE'],
    [(_, response) => json(response, [{}]), 'NOT_LANLINE'],
    [(_, response) => void response.destroy(), 'UNREACHABLE'],
    [() => undefined, 'TIMEOUT'],
  ];
  for (const [answer, code] of answers) {
    const server = await hostile(answer);
    const patienceMs = code === 'TIMEOUT' ? 1000 : undefined;
    expect(await codeOf(open(way, server.base, patienceMs)), String(answer)).toBe(code);
    expect(server.asked).not.toContain('/x');
  }
});

test.each<Way>([...overHttp, 'polling'])('%s: an answer without end is left', async (way) => {
  const server = await hostile((_, response) => pour(response));
  expect(await codeOf(open(way, server.base))).toMatch(/NOT_LANLINE|UNREACHABLE/);
  await eventually(() => expect(server.sent()).toBeGreaterThan(0));
  expect(server.sent()).toBeLessThan(80 * 1024 * 1024);
});

test.each([
  ['before the greeting', ''],
  ['after it', hello],
])('stream: a line without end is left, %s', async (_when, first) => {
  const server = await hostile((_, response) => {
    stream(response).write(`${first}data: `);
    pour(response);
  });
  const { downs } = await open('stream', server.base).catch((error: unknown) => ({
    downs: [fail(error).error],
  }));
  await eventually(() => expect(downs.map(({ code }) => code)).toEqual(['NOT_LANLINE']));
  await eventually(() => expect(server.sent()).toBeGreaterThan(0));
  expect(server.sent()).toBeLessThan(40 * 1024 * 1024);
});

test('stream: what is not understood is pulled, or ends it', async () => {
  const said = [
    'event: message.created\ndata: {"seq":"x"}\n\n',
    'event: signal\ndata: {"type":"from the future"}\n\n',
    ': nothing\n\nid: 7\n\nevent: x\n\n',
  ];
  const server = await hostile((_, response) => void stream(response).write(hello + said.join('')));
  const { told, downs } = await open('stream', server.base);
  await eventually(() => expect(told).toEqual(['behind']));
  expect(downs).toEqual([]);

  const worse = await hostile(
    (_, response) => void stream(response).write(`${hello}event: message.created\ndata: {"\n\n`),
  );
  const { downs: ends } = await open('stream', worse.base);
  await eventually(() => expect(ends.map(({ code }) => code)).toEqual(['NOT_LANLINE']));
});

test('stream: its end is told once, with its reason', async () => {
  for (const [event, code] of [
    ['closing', 'DEACTIVATED'],
    ['gone', 'CURSOR_GONE'],
  ] as const) {
    const last = `event: ${event}\ndata: {"code":"${code}","message":"so"}\n\n`;
    const server = await hostile((_, response) => void stream(response).end(hello + last));
    const { downs } = await open('stream', server.base).catch((error: unknown) => ({
      downs: [fail(error).error],
    }));
    await eventually(() => expect(downs).toMatchObject([{ code, message: 'so' }]));
  }
});

test.each<Way>(['longPoll', 'poll'])('%s: later answers are held to the same', async (way) => {
  const answers: [Answer, string][] = [
    [(_, response) => json(response, page(4)), 'NOT_LANLINE'],
    [(_, response) => json(response, page(9, { events: [{ seq: -1 }] })), 'NOT_LANLINE'],
    [(_, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'), 'UNREACHABLE'],
    [(_, response) => pour(response), 'NOT_LANLINE'],
    [
      (_, response) =>
        json(response, { ok: false, error: { code: 'CURSOR_GONE', message: 'so' } }, 410),
      'CURSOR_GONE',
    ],
  ];
  for (const [answer, code] of answers) {
    const server = await hostile((request, response, count) =>
      count === 1 ? json(response, page(5)) : answer(request, response, count),
    );
    const { downs } = await open(way, server.base);
    await eventually(() => expect(downs.map((down) => down.code)).toEqual([code]));
  }
});

test('longPoll: who is told to ask less asks less, and goes on', async () => {
  const error = { code: 'RATE_LIMITED', message: 'too often', retryAfterMs: 50 };
  const signal = { type: 'head', pos: 7 };
  const server = await hostile((_, response, count) => {
    if (count === 2) return json(response, { ok: false, error }, 429);
    return json(response, page(5, count > 2 ? { signals: [signal, { type: 'new' }] } : {}));
  });
  const { told, downs } = await open('longPoll', server.base);
  await eventually(() => expect(told).toContain('head'));
  expect(downs).toEqual([]);
});

test.each(overHttp)('%s: a command is answered, refused, or the connection ends', async (way) => {
  const listen: Answer = (_, response, count) => {
    if (way === 'stream') stream(response).write(hello);
    else if (count === 1) json(response, page(5));
  };
  const ask = async (commands: Answer) => {
    const server = await hostile(listen, { commands });
    const { transport, downs } = await open(way, server.base);
    return { code: await codeOf(transport.request('link.ping', {})), downs };
  };
  expect(await ask((_, response) => json(response, { ok: true, value: { head: 1 } }))).toEqual({
    code: 'fine',
    downs: [],
  });
  expect(await ask((_, response) => json(response, { ok: true, value: {} }))).toEqual({
    code: 'NOT_LANLINE',
    downs: [],
  });
  const refusal = { ok: false, error: { code: 'STORAGE_FULL', message: '' } };
  expect(await ask((_, response) => json(response, refusal, 507))).toEqual({
    code: 'STORAGE_FULL',
    downs: [],
  });
  // Whether these were carried out is not known, and nothing can be asked any more.
  expect(await ask((_, response) => pour(response))).toMatchObject({
    code: 'OFFLINE',
    downs: [{ code: 'NOT_LANLINE' }],
  });
  expect(await ask((_, response) => void response.destroy())).toMatchObject({
    code: 'OFFLINE',
    downs: [{ code: 'UNREACHABLE' }],
  });
});

test('plain: frames of all kinds', async () => {
  const greeting = JSON.stringify({ type: 'hello', epoch, since: 5, head: 5 });
  const odd = [
    'no JSON',
    '7',
    '{"type":"new"}',
    '{"type":"events","events":[{}],"next":9}',
    Buffer.from([1, 2, 3]),
    '{"type":"signal","signal":{"type":"from the future"}}',
    '{"type":"reply","ref":"?","ok":true}',
    '{"type":"signal","signal":{"type":"head","pos":9}}',
  ];
  const server = await hostile(() => undefined);
  server.frames.push(greeting, ...odd);
  const { told, downs } = await open('plain', server.base);
  await eventually(() => expect(told.at(-1)).toBe('head'));
  expect([...new Set(told)]).toEqual(['behind', 'head']);
  expect(downs).toEqual([]);

  for (const frame of [
    'x'.repeat(40 * 1024 * 1024),
    '{"type":"closing","error":{"code":"REVOKED","message":""}}',
  ]) {
    const worse = await hostile(() => undefined);
    worse.frames.push(greeting, frame);
    const { downs: ends } = await open('plain', worse.base).catch((error: unknown) => ({
      downs: [fail(error).error],
    }));
    const code = frame.length > 100 ? 'UNREACHABLE' : 'REVOKED';
    await eventually(() => expect(ends.map((end) => end.code)).toEqual([code]));
  }
});
