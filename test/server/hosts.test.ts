// Web pages that reach for the server: by a name that was made to point here, or from elsewhere.
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHostCheck } from '../../server/hosts.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { type Member, openSocket } from '../support/client.ts';
import { startServer, type TestServer } from '../support/server.ts';

const asked = (headers: Record<string, string | undefined>) => ({ headers }) as IncomingMessage;

describe('a Host', () => {
  const allowed = createHostCheck(() => ['Chat.Example', 'böx.local']);

  test.each([
    '127.0.0.1',
    '127.0.0.1:7788',
    '192.168.1.20:7788',
    '[::1]:7788',
    '[fd00::1:2]',
    'localhost',
    'LocalHost:1',
    'localhost.:7788',
    hostname(),
    `${hostname().toUpperCase()}:7788`,
    `${hostname()}.local:7788`,
    'chat.example:7788',
    'CHAT.EXAMPLE.',
    'xn--bx-fka.local:7788',
  ])('of ours: %s', (host) => expect(allowed(asked({ host }))).toBe(true));

  test.each([
    undefined,
    '',
    'evil.example',
    'evil.example:7788',
    'localhost.evil.example',
    `${hostname()}.evil.example`,
    '127.0.0.1.evil.example',
    'chat.example.evil',
    'xchat.example',
    'evil.example@127.0.0.1',
    '127.0.0.1/evil.example',
    '127.0.0.1\\evil.example',
    '127.0.0.1#',
    '127.0.0.1?',
    '127.0.0.1 evil.example',
    '127.0.0.1:port',
    '127.0.0.1:99999',
    '::1',
    '[::1',
    '.local',
    'local',
  ])('of another: %s', (host) => expect(allowed(asked({ host }))).toBe(false));
});

describe('an Origin', () => {
  const allowed = createHostCheck(() => []);

  test.each([
    ['127.0.0.1:7788', undefined],
    ['127.0.0.1:7788', 'http://127.0.0.1:7788'],
    ['127.0.0.1:7788', 'https://127.0.0.1:7788'],
    ['LOCALHOST:7788', 'http://localhost:7788'],
    ['localhost', 'https://localhost'],
    ['localhost:443', 'https://localhost'],
    ['localhost', 'https://localhost:443'],
    ['[::1]:7788', 'https://[::1]:7788'],
  ])('of our own page at %s: %s', (host, origin) =>
    expect(allowed(asked({ host, origin }))).toBe(true),
  );

  test.each([
    ['127.0.0.1:7788', ''],
    ['127.0.0.1:7788', 'null'],
    ['127.0.0.1:7788', 'http://evil.example'],
    ['127.0.0.1:7788', 'http://127.0.0.1'],
    ['127.0.0.1:7788', 'http://127.0.0.1:7789'],
    ['127.0.0.1:7788', 'http://localhost:7788'],
    ['127.0.0.1:7788', 'http://evil.example@127.0.0.1:7788'],
    ['127.0.0.1:7788', 'http://127.0.0.1:7788/'],
    ['127.0.0.1:7788', 'file://127.0.0.1:7788'],
    ['127.0.0.1:7788', '127.0.0.1:7788'],
    ['localhost:80', 'https://localhost'],
    ['evil.example', 'http://evil.example'],
  ])('of another page at %s: %s', (host, origin) =>
    expect(allowed(asked({ host, origin }))).toBe(false),
  );
});

describe('every way in', () => {
  let server: TestServer;
  let mara: Member;
  beforeAll(async () => {
    server = await startServer({ hostNames: ['chat.example'] });
    mara = await server.join('Mara');
  });
  afterAll(() => server.close());

  const frame = JSON.stringify({ name: 'sync.resume', input: {} });
  type Asked = { method: string; path: string; headers?: Record<string, string>; body?: string };

  /** Status and body; of an upgrade what came instead of one. */
  const ask = ({ method, path, headers = {}, body }: Asked) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { port } = server;
      const sent = request({ port, host: '127.0.0.1', method, path, headers, agent: false });
      sent.on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve({ status: 101, text: '' });
      });
      sent.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => void (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const ways: [string, () => Asked][] = [
    ['GET', () => ({ method: 'GET', path: '/api/v1/team' })],
    ['GET of nothing', () => ({ method: 'GET', path: '/nothing' })],
    ['HEAD', () => ({ method: 'HEAD', path: '/healthz' })],
    [
      'POST',
      () => ({
        method: 'POST',
        path: '/api/v1/commands',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${mara.token}` },
        body: frame,
      }),
    ],
    ['preflight', () => ({ method: 'OPTIONS', path: '/api/v1/commands' })],
    ['polling', () => ({ method: 'GET', path: '/socket.io/?EIO=4&transport=polling' })],
    [
      'upgrade',
      () => ({
        method: 'GET',
        path: '/socket.io/?EIO=4&transport=websocket',
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        },
      }),
    ],
  ];
  const served = {
    GET: 200,
    'GET of nothing': 404,
    HEAD: 200,
    POST: 200,
    preflight: 200,
    polling: 200,
    upgrade: 101,
  };

  test.each(ways)('takes our own names, and no other: %s', async (way, make) => {
    const with_ = (more: Record<string, string>) => {
      const asking = make();
      return ask({ ...asking, headers: { ...asking.headers, ...more } });
    };
    const usual = served[way as keyof typeof served];
    const own = `127.0.0.1:${server.port}`;
    for (const host of [own, `localhost:${server.port}`, 'chat.example'])
      expect([host, (await with_({ host })).status]).toEqual([host, usual]);
    expect((await with_({ host: own, origin: `http://${own}` })).status).toBe(usual);

    // A page at evil.example whose name now points to us: its requests are of one origin with it.
    const evil = `evil.example:${server.port}`;
    const strange: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: evil, origin: `http://${evil}` },
      { host: own, origin: 'http://evil.example' },
      { host: own, origin: 'null' },
    ];
    // Socket.IO answers with its own.
    const engine = { polling: [403, 403, 403, 403], upgrade: [400, 400, 400, 400] };
    const refused = [];
    for (const more of strange) refused.push(await with_(more));
    expect(refused.map(({ status }) => status)).toEqual(
      engine[way as keyof typeof engine] ?? [421, 421, 403, 403],
    );
    for (const { text } of refused) expect(text).not.toContain(server.team.id);
  });

  test('says why in the shape of every failure', async () => {
    const { text } = await ask({ method: 'GET', path: '/', headers: { host: 'evil.example' } });
    expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });

  test('refuses a page although it carries a right token', async () => {
    const auth = { protocol: PROTOCOL_VERSION, token: mara.token };
    const outcome = (host: string) => {
      const socket = openSocket(server.url, auth, { extraHeaders: { host } });
      return new Promise((resolve) => {
        socket.once('connect_error', ({ message }) => resolve(message));
        socket.once('connect', () => resolve('connected'));
      }).finally(() => socket.close());
    };
    expect(await outcome(`localhost:${server.port}`)).toBe('connected');
    expect(await outcome(`evil.example:${server.port}`)).toMatch(/error/);
  });

  test('refuses a request that does not say whom it means', async () => {
    const socket = connect(server.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => void (text += String(chunk)));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET /api/v1/team HTTP/1.0\r\n\r\n');
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(text).not.toContain(server.team.id);
  });
});
