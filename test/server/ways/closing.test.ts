// A server that closes while others keep their connections open: it has closed soon, whoever they are and whatever they
// leave unanswered.
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { testServer } from '../../support/server.ts';

const upgrade = [
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Says this, hears the beginning of the answer, and from then on nothing; never closes its half. */
async function stubborn(port: number, head: string[]): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.write([...head, '', ''].join('\r\n'));
  await new Promise((resolve) => socket.once('data', resolve));
  return socket.pause();
}

// Half a minute would be the other side's own patience: the test's time limit is the assertion.
test.each(['/api/v1/events', '/nothing'])(
  'whoever opened %s and answers no goodbye is not waited for',
  { timeout: 20_000 },
  async (path) => {
    const server = await testServer();
    const mara = await server.join('Mara');
    await stubborn(server.port, [
      `GET ${path} HTTP/1.1`,
      `Authorization: Bearer ${mara.token}`,
      ...upgrade,
    ]);
    await stubborn(server.port, ['GET /health/events HTTP/1.1', 'Host: 127.0.0.1']);
    await expect(server.stop()).resolves.toBeUndefined();
  },
);
