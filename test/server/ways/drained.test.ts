// Waiting for a connection that breaks while much waits in it.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { whenDrained } from '../../../server/transports/drained.ts';

test('asking again until it has closed lets it close', async () => {
  const taken = Promise.withResolvers<Socket>();
  const server = createServer(taken.resolve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const socket = await taken.promise;
  socket.on('error', () => {});
  for (let n = 0; n < 32; n++) socket.write(Buffer.alloc(1024 * 1024));
  let closed = false;
  socket.once('close', () => (closed = true));
  socket.destroy();
  let asked = 0;
  while (!closed && asked < 100_000) {
    await whenDrained(socket);
    asked += 1;
  }
  expect(closed).toBe(true);
});
