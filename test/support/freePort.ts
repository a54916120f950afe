// Ports that stay a test's own while no server listens on them: below those that systems hand out, as they do to
// every connection of the tests beside it, and for each worker others, so that nobody takes one that is about to be used.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const [lowest, each, workers] = [12_000, 1000, 20];
const worker = Number(process.env['VITEST_POOL_ID'] ?? 1) % workers;
const first = lowest + worker * each;
// Another checkout's tests may be at work in the same range.
let turn = randomInt(each);

/** One on which nothing of this computer listens, and that this process was not given for a long time. */
export async function freePort(): Promise<number> {
  for (;;) {
    turn = (turn + 1) % each;
    if (await isFree(first + turn)) return first + turn;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
