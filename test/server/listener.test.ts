// One port, told apart by the first byte; and what it costs to hold a connection without saying anything.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listen, type Listener, type ListenerOptions } from '../../server/transports/listener.ts';
import { createIdentity, type Identity } from '../../src/node/identity.ts';
import { eventually } from '../support/eventually.ts';

let identity: Identity;
beforeAll(async () => {
  identity = await createIdentity();
});

type TestListener = Listener & { http: HttpServer };

/** Answers `METHOD URL LENGTH` of what it was asked. Closed with the test. */
async function testListener(given: Partial<ListenerOptions> = {}): Promise<TestListener> {
  const http = createHttpServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => void (bytes += chunk.length));
    request.on('end', () => response.end(`${request.method} ${request.url} ${bytes}`));
  });
  const { key, certificate: cert } = identity;
  const listener = await listen({
    http,
    port: 0,
    host: '127.0.0.1',
    tls: { key, cert },
    allowPlain: () => true,
    ...given,
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    listener.close();
    http.closeAllConnections();
    await closed;
  });
  return Object.assign(listener, { http });
}

type Ending = { text: string; error: string | null };

/** All that comes until the connection ends, however it ends. */
function endOf(socket: Socket): Promise<Ending> {
  return new Promise((resolve) => {
    let text = '';
    let failed: string | null = null;
    socket.on('data', (chunk: Buffer) => void (text += String(chunk)));
    socket.on('error', (error: NodeJS.ErrnoException) => void (failed = error.code ?? 'unknown'));
    socket.on('close', () => resolve({ text, error: failed }));
  });
}

const plain = ({ port }: Listener): Socket => {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return socket;
};
const secure = ({ port }: Listener, options: ConnectionOptions = {}): TLSSocket => {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  onTestFinished(() => void socket.destroy());
  return socket;
};
const request = (path: string, ...more: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...more, '', ''].join('\r\n');
const last = (path: string): string => request(path, 'Connection: close');

describe('one port', () => {
  test('answers TLS and plain HTTP alike, several requests on each connection', async () => {
    const listener = await testListener();
    for (const open of [plain, secure]) {
      const socket = open(listener);
      const ended = endOf(socket);
      // The second and third in one piece, as a client may send them.
      socket.write(request('/one'));
      socket.write(request('/two') + last('/three'));
      const { text, error } = await ended;
      expect(error).toBeNull();
      expect([...text.matchAll(/GET \/\w+ 0/g)].map(String)).toEqual([
        'GET /one 0',
        'GET /two 0',
        'GET /three 0',
      ]);
    }
  });

  test('takes a body that comes in many pieces, and a first byte that comes alone', async () => {
    const listener = await testListener();
    for (const open of [plain, secure]) {
      const socket = open(listener);
      socket.setNoDelay(true);
      const ended = endOf(socket);
      const head = `POST /body HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n`;
      for (const character of head.slice(0, 8)) {
        await new Promise<void>((resolve) => socket.write(character, () => setImmediate(resolve)));
      }
      socket.write(head.slice(8));
      for (let piece = 0; piece < 300; piece++) socket.write('x'.repeat(1000));
      expect((await ended).text).toContain('POST /body 300000');
    }
  });

  test('takes a TLS greeting that comes byte by byte', async () => {
    const listener = await testListener();
    const wire = plain(listener);
    wire.setNoDelay(true);
    const socket = connectTls({ socket: slowly(wire), rejectUnauthorized: false });
    onTestFinished(() => void socket.destroy());
    const ended = endOf(socket);
    socket.write(last('/slow'));
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
    before.write(last('/still'));
    expect((await ended).text).toContain('GET /still 0');
  });
});

describe('a peer that may not speak without TLS', () => {
  test('is told where to go, in one line, and sent away', async () => {
    const listener = await testListener({ allowPlain: () => false });
    for (const opening of [
      last('/'),
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
    encrypted.write(last('/'));
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

describe('a connection that is none', () => {
  test.each([
    ['no TLS after all', Buffer.from([0x16, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['half a record', Buffer.from([0x16, 3, 1, 0xff, 0xff])],
    ['an SSL 2 greeting', Buffer.from([0x80, 0x2e, 1, 0, 2])],
    ['binary noise', Buffer.from([0, 0xff, 0xfe, 0x16, 3, 1])],
    ['a line of another protocol', Buffer.from('SSH-2.0-OpenSSH_9\r\n')],
  ])('ends, and the next one is served: %s', async (_what, bytes) => {
    const listener = await testListener({ deadlineMs: 300 });
    const socket = plain(listener);
    const ended = endOf(socket);
    socket.write(bytes);
    expect((await ended).text).not.toContain('200 OK');
    await eventually(() => expect(listener.waiting).toBe(0));
    const next = plain(listener);
    const answered = endOf(next);
    next.write(last('/next'));
    expect((await answered).text).toContain('GET /next 0');
  });

  test('ends when it says nothing, or nothing more after its greeting', async () => {
    const listener = await testListener({ deadlineMs: 200 });
    const silent = plain(listener);
    const greeted = plain(listener);
    greeted.write(Buffer.from([0x16, 3, 1, 0x02, 0x00, 1]));
    await eventually(() => expect(listener.waiting).toBe(2));
    await Promise.all([endOf(silent), endOf(greeted)]);
    await eventually(() => expect(listener.waiting).toBe(0));
  });

  test('ends when its other side ends before the first byte', async () => {
    const listener = await testListener();
    const socket = plain(listener);
    const ended = endOf(socket);
    socket.end();
    expect(await ended).toEqual({ text: '', error: null });
    await eventually(() => expect(listener.waiting).toBe(0));
  });

  test('may break off at any point', async () => {
    const listener = await testListener();
    for (const bytes of ['', '\x16', '\x16\x03\x01\x02\x00\x01', 'G', 'GET / HTTP/1.1\r\n']) {
      const socket = plain(listener);
      await new Promise((resolve) => socket.once('connect', resolve));
      if (bytes) socket.write(Buffer.from(bytes, 'latin1'));
      socket.resetAndDestroy();
    }
    const socket = secure(listener);
    const ended = endOf(socket);
    socket.write(last('/'));
    expect((await ended).text).toContain('GET / 0');
    await eventually(() => expect(listener.waiting).toBe(0));
  });
});

describe('those who wait', () => {
  test('are never more than there is room for; the oldest of the most goes', async () => {
    const listener = await testListener({ mostWaiting: 5 });
    const flood: Socket[] = [];
    const gone: number[] = [];
    for (let n = 0; n < 20; n++) {
      const socket = plain(listener);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.once('close', () => gone.push(n));
      socket.on('error', () => {});
      flood.push(socket);
    }
    await eventually(() => expect(gone).toHaveLength(15));
    expect(gone.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, n) => n));
    expect(listener.waiting).toBe(5);
    // Who speaks at once is served all the same.
    const socket = secure(listener);
    const ended = endOf(socket);
    socket.write(last('/'));
    expect((await ended).text).toContain('GET / 0');
  });

  test('end with the listener', async () => {
    const listener = await testListener();
    const silent = plain(listener);
    const greeted = plain(listener);
    greeted.write(Buffer.from([0x16, 3, 1, 0x02, 0x00, 1]));
    const idle = secure(listener);
    await new Promise((resolve) => idle.once('secureConnect', resolve));
    await eventually(() => expect(listener.waiting).toBe(2));
    const ended = Promise.all([endOf(silent), endOf(greeted), endOf(idle)]);
    const closed = new Promise((resolve) => listener.http.close(resolve));
    listener.close();
    listener.http.closeAllConnections();
    await Promise.all([ended, closed]);
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

/** The same wire, on which what we send leaves byte by byte. */
function slowly(wire: Socket): Duplex {
  const slow = new Duplex({
    read: () => void wire.resume(),
    write(chunk: Buffer, _encoding, done) {
      let at = 0;
      const next = (): void => {
        if (at === chunk.length) return done();
        wire.write(chunk.subarray(at, ++at), () => setImmediate(next));
      };
      next();
    },
  });
  wire.on('data', (chunk) => void slow.push(chunk)).on('end', () => void slow.push(null));
  return slow;
}
