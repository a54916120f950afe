// Connections on which nobody has shown a token: they are limited, from the first byte until somebody does.
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { openSocket, type TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { testServer, type TestServer } from '../support/server.ts';

const usual = { tries: 1e6, seconds: 60 };
const server = () =>
  testServer({ limits: { strange: 10, strangers: usual, change: usual, send: usual } });

/** Connections from where everybody else is too, each with what was begun on it; those that ended. */
async function flood({ port }: TestServer, count: number, begun: string): Promise<Set<number>> {
  const gone = new Set<number>();
  for (let n = 0; n < count; n++) {
    const socket: Socket = connect({ port, host: '127.0.0.1' });
    socket
      .resume()
      .on('error', () => {})
      .once('close', () => gone.add(n));
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(begun);
  }
  return gone;
}

/** One command on this agent's connection; the local port tells which one it was. */
function ask({ port }: TestServer, agent: Agent, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const path = '/api/v1/commands';
    const asked = request({ port, host: '127.0.0.1', agent, method: 'POST', path, headers });
    asked.on('error', reject).on('response', (response) => {
      const { localPort } = response.socket;
      response.resume().on('end', () => resolve(localPort));
    });
    asked.end(JSON.stringify({ name: 'link.ping', input: {} }));
  });
}

const host = 'Host: localhost\r\n';
test.each([
  ['half a greeting', '\x16\x03'],
  ['half a head', `GET /api/v1/team HTTP/1.1\r\n${host}`],
  [
    'half a body',
    `POST /api/v1/commands HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  ],
  ['a token of nobody', `GET /api/v1/team HTTP/1.1\r\n${host}Authorization: Bearer x\r\n\r\n`],
])('a flood of %s ends itself, and nobody else', async (_what, begun) => {
  const here = await server();
  const mara = await here.join('Mara');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const before = await ask(here, agent, mara.token);
  const sockets = [
    await here.connect(mara),
    await here.connect(mara, { transports: ['polling'] }),
    await here.connect(mara, { transports: ['polling', 'websocket'] }),
  ];
  await eventually(() => expect(sockets[2]?.socket.io.engine.transport.name).toBe('websocket'));

  const gone = await flood(here, 40, begun);
  await eventually(() => expect(gone.size).toBeGreaterThanOrEqual(29));
  expect(gone).toContain(0);
  expect(gone).not.toContain(39);

  // Who was admitted stays, on the very same connection.
  expect(await ask(here, agent, mara.token)).toBe(before);
  for (const { ask: say, socket } of sockets) {
    await say('link.ping', {});
    expect(socket.connected).toBe(true);
  }
  // And strangers are answered.
  for (const path of ['healthz', 'api/v1/team', 'api/v1/key'])
    expect((await fetch(`${here.url}/${path}`)).status).toBe(200);
  await here.member('Jonas');
});

test('a person has so many connections; one more ends the oldest', async () => {
  const here = await testServer({ limits: { sockets: 3 } });
  const [mara, jonas] = [await here.join('Mara'), await here.member('Jonas')];
  const all: TestClient[] = [];
  for (let n = 0; n < 5; n++) all.push(await here.connect(mara));
  await eventually(() =>
    expect(all.map(({ socket }) => socket.connected)).toEqual([false, false, true, true, true]),
  );
  await jonas.ask('link.ping', {});
  const refused = openSocket(here.url, { protocol: PROTOCOL_VERSION, token: 'nobody' });
  onTestFinished(() => void refused.close());
  await new Promise((resolve) => refused.once('connect_error', resolve));
  expect(all[2]?.socket.connected).toBe(true);
});
