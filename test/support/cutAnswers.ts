// Between a client and a server: everything passes, TLS as it is, until answers are to be lost: then
// what is asked still arrives, and nothing comes back.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type CutAnswers = {
  address: string;
  /** From the n-th connection from now on answers are lost, after the handshake. */
  loseFrom(connection: number): void;
  /** Ends every connection; those from now on are sound. */
  hangUp(): void;
};

/** In front of a port of loopback. Closed with the test. */
export async function cutAnswers(port: number): Promise<CutAnswers> {
  const sockets = new Set<Socket>();
  let sound = Infinity;
  const hangUp = (): void => {
    sound = Infinity;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((near) => {
    const loses = --sound < 0;
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    let flights = 0;
    near.on('data', (bytes: Buffer) => {
      flights++;
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      // The first flight is the client's hello: what follows is the question.
      if (!loses || flights < 2) near.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    hangUp();
    await closed;
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseFrom: (connection) => void (sound = connection - 1),
    hangUp,
  };
}
