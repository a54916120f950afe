import { once } from 'node:events';
import { request } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createIdentity, type Identity, pinOfIdentity } from '../../src/node/identity.ts';
import {
  type AgentTrust,
  createPinnedAgent,
  type PinnedAgent,
  type PinnedAgentOptions,
} from '../../src/node/pinnedAgent.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { type TlsServer, tlsServer } from '../support/tlsServer.ts';
import { certificateFor, type Issued } from './certificates.ts';

let ours: Identity;
let theirs: Identity;
let pin: string;

beforeAll(async () => {
  [ours, theirs] = [await createIdentity(), await createIdentity()];
  pin = pinOfIdentity(ours);
});

function agentFor(trust: AgentTrust, options?: PinnedAgentOptions): PinnedAgent {
  const agent = createPinnedAgent(trust, options);
  onTestFinished(() => agent.destroy());
  return agent;
}

/** A way of asking the server something; resolves once it has answered. */
type Ask = (server: TlsServer, agent: PinnedAgent) => Promise<unknown>;

const byHttps: Ask = ({ url }, agent) =>
  new Promise((resolve, reject) => {
    const asked = request(`${url}/secret`, { agent, headers: { authorization: 'token' } });
    asked.on('response', (response) => resolve(response.resume())).on('error', reject);
    asked.end();
  });

function socketTo(url: string, agent: PinnedAgent, transport: 'websocket' | 'polling'): Socket {
  const auth = { token: 'token' };
  // The declared type of `agent` is that of browsers, where there is none.
  const node = { agent: agent as unknown as string };
  const socket = io(url, {
    transports: [transport],
    auth,
    reconnection: false,
    forceNew: true,
    ...node,
  });
  onTestFinished(() => void socket.close());
  return socket;
}

const bySocketIo =
  (transport: 'websocket' | 'polling'): Ask =>
  ({ url }, agent) =>
    new Promise((resolve, reject) => {
      const socket = socketTo(url, agent, transport);
      socket.on('connect', () => resolve(socket)).on('connect_error', reject);
    });

const ways: [string, Ask][] = [
  ['node:https', byHttps],
  ["Socket.IO's websocket", bySocketIo('websocket')],
  ["Socket.IO's polling", bySocketIo('polling')],
];

async function expectSilence(server: TlsServer): Promise<void> {
  await eventually(() => expect(server.open()).toBe(0));
  expect(server.seen).toMatchObject({ bytes: 0, requests: 0, upgrades: 0 });
  expect(server.seen.connections).toBeGreaterThan(0);
}

describe.each(ways)('%s', (_, ask) => {
  test('reaches the server of the pin', async () => {
    const server = await tlsServer(ours);
    const reached: unknown[] = [];
    const agent = agentFor({ kind: 'pin', pin }, { contacted: (...to) => reached.push(to) });
    await ask(server, agent);
    expect(server.seen.requests + server.seen.upgrades).toBeGreaterThan(0);
    expect(agent.shown).toEqual({ pin, authorized: false });
    expect(agent.refused).toBeNull();
    expect(reached[0]).toEqual(['127.0.0.1', server.port]);
  });

  test('tells another server nothing at all', async () => {
    const server = await tlsServer(theirs);
    const agent = agentFor({ kind: 'pin', pin }, { contacted: () => expect.unreachable() });
    await expect(ask(server, agent)).rejects.toThrow(Error);
    expect(agent.refused).toMatchObject({ code: 'KEY_CHANGED' });
    expect(agent.shown?.pin).toBe(pinOfIdentity(theirs));
    await expectSilence(server);
  });

  test('notices that the server behind the address has been swapped', async () => {
    const first = await tlsServer(ours);
    const agent = agentFor({ kind: 'pin', pin });
    await ask(first, agent);
    await first.close();
    // A connection that was kept is noticed to be gone, not to have changed.
    await eventually(() => expect(Object.keys(agent.freeSockets)).toEqual([]));
    const second = await tlsServer(theirs, { port: first.port });
    await expect(ask(second, agent)).rejects.toThrow(Error);
    expect(agent.refused).toMatchObject({ code: 'KEY_CHANGED' });
    await expectSilence(second);
    await second.close();
    await ask(await tlsServer(ours, { port: first.port }), agent);
    expect(agent.refused).toBeNull();
  });
});

test.each(['websocket', 'polling'] as const)(
  '%s: a socket that reconnects by itself finds no swapped server',
  async (transport) => {
    const first = await tlsServer(ours);
    const agent = agentFor({ kind: 'pin', pin });
    const socket = socketTo(first.url, agent, transport);
    socket.io.reconnection(true).reconnectionDelay(10);
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    await first.close();
    const second = await tlsServer(theirs, { port: first.port });
    await eventually(() => expect(agent.refused).toMatchObject({ code: 'KEY_CHANGED' }));
    socket.close();
    await expectSilence(second);
  },
);

test('the request fails with the refusal itself', async () => {
  const agent = agentFor({ kind: 'pin', pin });
  const error: unknown = await byHttps(await tlsServer(theirs), agent).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toBe(agent.refused);
});

test('what a request asks for cannot soften the check', async () => {
  const server = await tlsServer(theirs);
  const agent = agentFor({ kind: 'pin', pin });
  const softened = {
    agent,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ca: theirs.certificate,
  };
  const asked = request(server.url, softened).end();
  const [error] = (await once(asked, 'error')) as [unknown];
  expect(error).toMatchObject({ code: 'KEY_CHANGED' });
  await expectSilence(server);
});

test('connections are kept for the next request, and end with the agent', async () => {
  const server = await tlsServer(ours);
  const agent = agentFor({ kind: 'pin', pin });
  for (const _ of [1, 2, 3]) {
    await byHttps(server, agent);
    await eventually(() => expect(Object.keys(agent.freeSockets)).toHaveLength(1));
  }
  expect(server.seen).toMatchObject({ connections: 1, requests: 3 });
  agent.destroy();
  await eventually(() => expect(server.open()).toBe(0));
});

test('looking takes any server and remembers its key, anew each time', async () => {
  const first = await tlsServer(ours);
  const agent = agentFor({ kind: 'look' });
  await byHttps(first, agent);
  expect(agent.shown).toEqual({ pin, authorized: false });
  await first.close();
  await eventually(() => expect(Object.keys(agent.freeSockets)).toEqual([]));
  await byHttps(await tlsServer(theirs, { port: first.port }), agent);
  expect(agent.shown).toEqual({ pin: pinOfIdentity(theirs), authorized: false });
  expect(agent.refused).toBeNull();
});

test('host names and IPv6 addresses are reached on every transport', async () => {
  const server = await tlsServer(ours, { host: '::1' });
  const named = await tlsServer(ours, { host: 'localhost' });
  for (const [, ask] of ways)
    for (const to of [server, named]) {
      const agent = agentFor({ kind: 'pin', pin });
      await ask(to, agent);
      expect(agent.shown?.pin).toBe(pin);
    }
});

describe('a certificate that an authority vouches for', () => {
  let authority: Issued;
  let good: Issued;
  let expired: Issued;
  const name = 'team.example';

  beforeAll(async () => {
    authority = await certificateFor('Authority');
    good = await certificateFor(name, { by: authority });
    expired = await certificateFor(name, { by: authority, until: new Date(Date.now() - 1000) });
  });

  const trusting = (): PinnedAgent =>
    agentFor({ kind: 'authority', name }, { authorities: [authority.certificate] });

  test.each(ways)('lets the named server through: %s', async (_, ask) => {
    const agent = trusting();
    await ask(await tlsServer(good), agent);
    expect(agent.shown).toEqual({
      pin: pinOfIdentity({ ...good, rotations: [] }),
      authorized: true,
    });
  });

  test.each(ways)('but none without it, of another name, or out of date: %s', async (_, ask) => {
    const other = await certificateFor('other.example', { by: authority });
    const unknown = await certificateFor(name, { by: await certificateFor('Stranger') });
    for (const shown of [ours, other, unknown, expired]) {
      const server = await tlsServer(shown);
      const agent = trusting();
      await expect(ask(server, agent)).rejects.toThrow(Error);
      expect(agent.refused).toMatchObject({ code: 'KEY_CHANGED' });
      expect(agent.shown).toMatchObject({ authorized: false });
      await expectSilence(server);
    }
  });

  test('this computer does not know our authority', async () => {
    const agent = agentFor({ kind: 'authority', name });
    await expect(byHttps(await tlsServer(good), agent)).rejects.toThrow(/./);
    expect(agent.refused).toMatchObject({ code: 'KEY_CHANGED' });
  });

  test('looking by name says whether the system trusts it', async () => {
    const local = await certificateFor('localhost', { by: authority });
    const agent = agentFor({ kind: 'look' }, { authorities: [authority.certificate] });
    await byHttps(await tlsServer(local, { host: 'localhost' }), agent);
    expect(agent.shown?.authorized).toBe(true);
    await byHttps(await tlsServer(good, { host: 'localhost' }), agent);
    expect(agent.shown?.authorized).toBe(false);
  });
});

describe('a server that does not shake hands', () => {
  async function deafServer(answer: string | null): Promise<TlsServer> {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => {});
      if (answer !== null) socket.end(answer);
    });
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    onTestFinished(() => void tcp.close());
    const { port } = tcp.address() as AddressInfo;
    return { port, url: `https://127.0.0.1:${port}` } as TlsServer;
  }

  test.each(ways)('is given up in time: %s', async (_, ask) => {
    const agent = agentFor({ kind: 'pin', pin }, { handshakeMs: 50 });
    await expect(ask(await deafServer(null), agent)).rejects.toThrow(Error);
    expect(agent.refused).toBeNull();
    expect(agent.shown).toBeNull();
  });

  test.each(ways)('is unreachable when it hangs up or talks nonsense: %s', async (_, ask) => {
    const agent = agentFor({ kind: 'pin', pin });
    for (const answer of ['', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-x\r\n', '\x16\x03'])
      await expect(ask(await deafServer(answer), agent), answer).rejects.toThrow(Error);
    expect(agent.shown).toBeNull();
  });

  test('destroying the agent ends a handshake under way', async () => {
    const agent = agentFor({ kind: 'pin', pin });
    const asked = byHttps(await deafServer(null), agent);
    agent.destroy();
    await expect(asked).rejects.toThrow('closed');
  });
});
