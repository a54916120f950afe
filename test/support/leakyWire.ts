// Between a client and a server: everything passes, TLS as it is, until a connection has carried so much of an answer.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type LeakyWire = {
  address: string;
  /** Connections from now on break once so many bytes have come back. */
  breakAfter(bytes: number): void;
  mend(): void;
  /** Bytes that came back since this was asked last. */
  carried(): number;
};

/** In front of a port of loopback. Closed with the test. */
export async function leakyWire(port: number): Promise<LeakyWire> {
  const sockets = new Set<Socket>();
  let most = Infinity;
  let carried = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let left = most;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    near.pipe(far);
    far.on('data', (bytes: Buffer) => {
      carried += bytes.length;
      left -= bytes.length;
      if (left > 0) near.write(bytes);
      else near.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAfter: (bytes) => void (most = bytes),
    mend: () => void (most = Infinity),
    carried() {
      const now = carried;
      carried = 0;
      return now;
    },
  };
}
