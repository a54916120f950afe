// Ports that stay a test's own while no server listens on them: below those that systems hand out, as they do to
// every connection of the tests beside it.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** One on which nothing of this computer listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
