// Servers that answer and then do not: a try must end, whatever the other side does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { connectBy, connectSocketIo } from '../../src/core/transport/socketIo.ts';

const nobody = { events: () => undefined, signal: () => undefined, down: () => undefined };

async function silentServer(then: (io: Server) => void): Promise<string> {
  const http = createServer();
  const io = new Server(http);
  // Neither admitted nor refused.
  io.use(() => then(io));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => io.close());
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

test('a server that goes away before its welcome is unreachable', async () => {
  const base = await silentServer((io) => io.engine.close());
  await expect(connectSocketIo({ base, token: 'x' }, nobody)).rejects.toMatchObject({
    code: 'UNREACHABLE',
  });
});

test('a server that never welcomes is given up', async () => {
  const base = await silentServer(() => undefined);
  await expect(connectBy(['websocket'], { base, token: 'x' }, nobody, 500)).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'no welcome',
  });
});
