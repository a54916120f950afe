// Between a client and a server on one computer: lets TLS pass and sends away whatever else comes,
// which a server only does towards the network.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Listens on `port` of loopback and passes on to `to`. Closed with the test. */
export async function tlsOnly(port: number, to: number): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      if (first[0] !== 0x16) return socket.end('HTTP/1.1 426 Upgrade Required\r\n\r\n');
      const onward = connect(to, '127.0.0.1');
      sockets.add(onward);
      onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
      socket.on('close', () => onward.destroy());
      onward.write(first);
      socket.pipe(onward).pipe(socket);
      return undefined;
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
}
