// Who gets a connection, and who learns why not.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { type ClientOptions, openSocket } from '../support/client.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

type Refused = Error & { data?: { code?: string } };

/** 'connected', the code of the refusal, or how the transport said no. */
function attempt(auth: object, options: ClientOptions = {}): Promise<string> {
  const socket = openSocket(server.url, auth, options);
  onTestFinished(() => void socket.close());
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (error: Refused) => resolve(error.data?.code ?? error.message));
  });
}

describe('a handshake', () => {
  test('of a device that joined is accepted, by both of the transports below', async () => {
    const { token } = await server.join('Mara');
    const auth = { protocol: PROTOCOL_VERSION, token };
    expect(await attempt(auth, { transports: ['websocket'] })).toBe('connected');
    expect(await attempt(auth, { transports: ['polling'] })).toBe('connected');
    expect(await attempt({ ...auth, from: 'a newer client' })).toBe('connected');
  });

  test('with an unknown token is a stranger', async () => {
    const auth = { protocol: PROTOCOL_VERSION, token: 'x'.repeat(64) };
    expect(await attempt(auth)).toBe('UNAUTHENTICATED');
    expect(await attempt({ ...auth, token: '' })).toBe('UNAUTHENTICATED');
  });

  test.each([0, -1, PROTOCOL_VERSION + 1, 1000])(
    'of protocol %i is told to upgrade, whatever its token',
    async (protocol) => {
      expect(await attempt({ protocol, token: 'stranger' })).toBe('UPGRADE_REQUIRED');
      const { token } = await server.join(`Speaker of ${protocol}`);
      expect(await attempt({ protocol, token })).toBe('UPGRADE_REQUIRED');
    },
  );

  test.each([
    ['nothing', {}],
    ['no token', { protocol: 1 }],
    ['no protocol', { token: 'x' }],
    ['a protocol in words', { protocol: '1', token: 'x' }],
    ['half a protocol', { protocol: 1.5, token: 'x' }],
    ['a list for a token', { protocol: 1, token: ['x'] }],
    ['an endless token', { protocol: 1, token: 'x'.repeat(257) }],
  ])('that is none, having %s, is invalid', async (_what, auth) => {
    expect(await attempt(auth)).toBe('INVALID');
  });
});

describe('a web page', () => {
  const from = (origin: string, transport: 'polling' | 'websocket') => ({
    transports: [transport],
    extraHeaders: { origin },
  });

  test.each(['polling', 'websocket'] as const)(
    'of a stranger is refused (%s)',
    async (transport) => {
      const { token } = await server.join(`By ${transport}`);
      const auth = { protocol: PROTOCOL_VERSION, token };
      for (const origin of ['http://evil.example', `http://localhost:${server.port}`, 'null', '']) {
        const outcome = await attempt(auth, from(origin, transport));
        expect([origin, outcome]).toEqual([origin, expect.stringContaining('error')]);
      }
      expect(await attempt(auth, from(server.url, transport))).toBe('connected');
    },
  );
});

test('the door to a namespace that does not exist stays shut', async () => {
  const socket = openSocket(`${server.url}/admin`, {});
  onTestFinished(() => void socket.close());
  const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
  expect(error.message).toBe('Invalid namespace');
});
