import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createIdentity, type Identity, pinOfIdentity } from '../../src/node/identity.ts';
import { isPlainHttp, requestJson } from '../../src/node/jsonRequest.ts';
import { createPinnedAgent, type PinnedAgent } from '../../src/node/pinnedAgent.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { tlsServer } from '../support/tlsServer.ts';

let ours: Identity;

beforeAll(async () => {
  ours = await createIdentity();
});

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = async (answer: RequestListener): Promise<string> =>
  `http://${await listening(createHttpServer(answer))}`;

/** Says `banner` to whoever comes, and after that nothing. */
const tcp = (banner: string): Promise<string> =>
  listening(createTcpServer((socket) => void socket.write(banner)));

function pinned(identity: Identity): PinnedAgent {
  const agent = createPinnedAgent({ kind: 'pin', pin: pinOfIdentity(identity) });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.then(
    () => expect.unreachable('it was answered'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

test('asks and answers in JSON', async () => {
  const url = await http((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { 'content-type': type, authorization } = request.headers;
      response.end(JSON.stringify({ method: request.method, type, authorization, body }));
    });
  });
  expect(await requestJson(url)).toEqual({ method: 'GET', body: '' });
  const headers = { authorization: 'Bearer x' };
  expect(await requestJson(url, { method: 'POST', body: { name: '茉莉' }, headers })).toEqual({
    method: 'POST',
    type: 'application/json',
    authorization: 'Bearer x',
    body: '{"name":"茉莉"}',
  });
});

test('an answer that refuses is an answer too', async () => {
  const url = await http((_, response) => response.writeHead(403).end('{"ok":false}'));
  expect(await requestJson(url)).toEqual({ ok: false });
});

test('letters are whole however they arrive', async () => {
  const url = await http((_, response) => {
    const bytes = Buffer.from('"茉莉"');
    response.write(bytes.subarray(0, 3));
    setImmediate(() => response.end(bytes.subarray(3)));
  });
  expect(await requestJson(url)).toBe('茉莉');
});

test('what is no Lanline server is called so', async () => {
  const elsewhere = await http((_, response) =>
    response.writeHead(302, { location: '/' }).end('{}'),
  );
  const page = await http((_, response) => response.end('<html>'));
  const empty = await http((_, response) => response.end());
  const places = [elsewhere, page, empty];
  for (const banner of [
    'SSH-2.0-OpenSSH_9\r\n',
    '\x15\x03\x01\x00\x02\x02\x46',
    'HTTP/1.1 200\r\nx'.padEnd(99999, 'x'),
  ])
    places.push(`http://${await tcp(banner)}`);
  for (const url of places)
    expect(await refusalOf(requestJson(url)), url).toMatchObject({ code: 'NOT_LANLINE' });
});

test('an endless answer is cut off', async () => {
  let closed = false;
  const url = await http((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
    };
    response.on('drain', write).on('close', () => (closed = true));
    write();
  });
  expect(await refusalOf(requestJson(url))).toMatchObject({ code: 'NOT_LANLINE' });
  await eventually(() => expect(closed).toBe(true));
});

test('the limit is the last length that fits', async () => {
  const url = await http((_, response) => response.end('12345'));
  expect(await requestJson(url, { limit: 5 })).toBe(12345);
  expect(await refusalOf(requestJson(url, { limit: 4 }))).toMatchObject({ code: 'NOT_LANLINE' });
});

test('who does not answer, or not to the end, is unreachable', async () => {
  const gone = createTcpServer();
  const port = await listening(gone);
  gone.close();
  const hangsUp = await listening(createTcpServer((socket) => socket.destroy()));
  const cutShort = 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}';
  const breaksOff = await listening(createTcpServer((socket) => socket.end(cutShort)));
  const switches = await tcp(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
  );
  const places = [port, hangsUp, breaksOff, switches, await tcp(''), await tcp(cutShort)];
  for (const place of places) {
    const refusal = await refusalOf(requestJson(`http://${place}`, { timeoutMs: 100 }));
    expect(refusal, place).toMatchObject({ code: 'UNREACHABLE' });
    expect(isPlainHttp(refusal)).toBe(false);
  }
});

test('an address that is none is unreachable, not a crash', async () => {
  for (const url of [
    '',
    'http://',
    'ftp://x/',
    'http://127.0.0.1:99999/',
    'https://no.such.name.invalid/',
  ])
    expect(await refusalOf(requestJson(url)), url).toMatchObject({ code: 'UNREACHABLE' });
});

test('a pinned agent is obeyed, and its refusal passes through', async () => {
  const server = await tlsServer(ours);
  expect(await requestJson(server.url, { agent: pinned(ours) })).toEqual({ hello: true });
  const stranger = pinned(await createIdentity());
  const refusal = await refusalOf(
    requestJson(server.url, { agent: stranger, method: 'POST', body: 1 }),
  );
  expect(refusal).toBe(stranger.refused);
  expect(server.seen.requests).toBe(1);
  expect(isPlainHttp(refusal)).toBe(false);
});

test('a pinned agent never asks in the clear', async () => {
  let asked = 0;
  const url = await http((_, response) => {
    asked += 1;
    response.end('{}');
  });
  await refusalOf(requestJson(url, { agent: pinned(ours) }));
  expect(asked).toBe(0);
});

test('a server that speaks plain HTTP only is recognised', async () => {
  const url = await http((_, response) => response.end('{}'));
  for (const agent of [pinned(ours), createPinnedAgent({ kind: 'look' }), undefined]) {
    const refusal = await refusalOf(requestJson(url.replace('http:', 'https:'), { agent }));
    expect(refusal.code).toBe('NOT_LANLINE');
    expect(isPlainHttp(refusal)).toBe(true);
  }
  expect(isPlainHttp(await refusalOf(requestJson(url, { limit: 1 })))).toBe(false);
  expect(isPlainHttp(new Error('x'))).toBe(false);
  expect(isPlainHttp(undefined)).toBe(false);
});
