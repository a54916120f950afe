// One port, told apart by the first byte.
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListenerOptions } from '../../server/transports/listener.ts';
import { createIdentity } from '../../src/node/identity.ts';
import { eventually } from '../support/eventually.ts';
import {
  endOf,
  lastRequest,
  plain,
  request,
  secure,
  slowWay,
  testListener,
} from '../support/listener.ts';

describe('one port', () => {
  test('answers TLS and plain HTTP alike, several requests on each connection', async () => {
    const listener = await testListener();
    for (const open of [plain, secure]) {
      const socket = open(listener);
      const ended = endOf(socket);
      // The second and third in one piece, as a client may send them.
      socket.write(request('/one'));
      socket.write(request('/two') + lastRequest('/three'));
      const { text, error } = await ended;
      expect(error).toBeNull();
      expect([...text.matchAll(/GET \/\w+ 0/g)].map(String)).toEqual([
        'GET /one 0',
        'GET /two 0',
        'GET /three 0',
      ]);
    }
  });

  test('takes a body that comes in many pieces', async () => {
    const listener = await testListener();
    for (const open of [plain, secure]) {
      const socket = open(listener);
      const ended = endOf(socket);
      const head = `POST /body HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n`;
      socket.write(head);
      for (let piece = 0; piece < 300; piece++) socket.write('x'.repeat(1000));
      expect((await ended).text).toContain('POST /body 300000');
    }
  });

  test.each([
    ['plain', plain],
    ['TLS', secure],
  ])('takes what comes byte by byte: %s', async (_way, open) => {
    const socket = open(await slowWay(await testListener()));
    const ended = endOf(socket);
    socket.write(lastRequest('/slow'));
    expect((await ended).text).toContain('GET /slow 0');
  });

  test('speaks TLS 1.2 and 1.3, HTTP/1.1, and nothing older or newer', async () => {
    const listener = await testListener();
    const negotiated = (options: ConnectionOptions) =>
      new Promise((resolve) => {
        const socket = secure(listener, options);
        socket.once('secureConnect', () => resolve([socket.getProtocol(), socket.alpnProtocol]));
        socket.once('error', () => resolve('refused'));
      });
    const http = ['http/1.1'];
    expect(await negotiated({ ALPNProtocols: http })).toEqual(['TLSv1.3', 'http/1.1']);
    expect(await negotiated({ maxVersion: 'TLSv1.2' })).toEqual(['TLSv1.2', false]);
    expect(await negotiated({ ALPNProtocols: ['h2', 'http/1.1'] })).toEqual([
      'TLSv1.3',
      'http/1.1',
    ]);
    expect(await negotiated({ ALPNProtocols: ['h2'] })).toBe('refused');
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
    expect(await negotiated(old)).toBe('refused');
  });

  test('shows a new key to new connections, and keeps the open ones', async () => {
    const listener = await testListener();
    const shown = (socket: TLSSocket) => socket.getPeerX509Certificate()?.fingerprint256;
    const before = secure(listener);
    await new Promise((resolve) => before.once('secureConnect', resolve));
    const next = await createIdentity();
    listener.setKey({ key: next.key, cert: next.certificate });
    const after = secure(listener, { maxVersion: 'TLSv1.3', ALPNProtocols: ['http/1.1'] });
    await new Promise((resolve) => after.once('secureConnect', resolve));
    expect(shown(after)).not.toBe(shown(before));
    expect(after.alpnProtocol).toBe('http/1.1');
    const ended = endOf(before);
    before.write(lastRequest('/still'));
    expect((await ended).text).toContain('GET /still 0');
  });
});

describe('a peer that may not speak without TLS', () => {
  test('is told where to go, in one line, and sent away', async () => {
    const listener = await testListener({ allowPlain: () => false });
    for (const opening of [
      lastRequest('/'),
      'hello\r\n',
      '\0\0\0\0',
      `POST / HTTP/1.1\r\n${'x'.repeat(200_000)}`,
    ]) {
      const socket = plain(listener);
      const ended = endOf(socket);
      socket.write(opening);
      const { text } = await ended;
      const [head = '', body] = text.split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
      expect(body).toBe(`Use https://127.0.0.1:${listener.port}\n`);
    }
    const encrypted = secure(listener);
    const ended = endOf(encrypted);
    encrypted.write(lastRequest('/'));
    expect((await ended).text).toContain('GET / 0');
    await eventually(() => expect(listener.waiting).toBe(0));
  });

  test('is judged by its own address', async () => {
    const asked: string[] = [];
    const listener = await testListener({
      allowPlain(address) {
        asked.push(address);
        return true;
      },
    });
    const socket = plain(listener);
    const ended = endOf(socket);
    socket.write(request('/', 'X-Forwarded-For: 203.0.113.9', 'Connection: close'));
    await ended;
    expect(asked).toEqual(['127.0.0.1']);
  });
});

describe('a place that cannot be listened on', () => {
  const refusal = (given: Partial<ListenerOptions>) =>
    testListener(given).then(
      () => 'listens',
      (error: { code: string; details: { field?: string }; message: string }) => [
        error.code,
        error.details.field,
        error.message,
      ],
    );
  const taken = createTcpServer();
  beforeAll(() => new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void taken.close());

  test('is in use', async () => {
    const { port } = taken.address() as AddressInfo;
    expect(await refusal({ port })).toEqual([
      'PORT_IN_USE',
      undefined,
      `cannot listen on 127.0.0.1:${port}: it is in use (EADDRINUSE)`,
    ]);
  });

  test('is no address of this computer', async () => {
    expect(await refusal({ host: '203.0.113.9' })).toEqual([
      'INVALID',
      'host',
      'cannot listen on 203.0.113.9:0: this computer has no such address (EADDRNOTAVAIL)',
    ]);
  });
});
