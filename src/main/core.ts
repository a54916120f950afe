// The core as main starts it: read while the page reads its own code. Before that the page would wait for
// this process, which has to serve it.
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/** A page that cannot be loaded must not keep the core from starting. */
const patienceMs = 1_000;

/** `served`: the page has its code. */
export async function readCore(served: Promise<void>) {
  await Promise.race([served, pause(patienceMs)]);
  // What was answered goes out first.
  await turn();
  const [{ createClient }, { updatePort }] = await Promise.all([
    import('../core/client.ts'),
    import('./updates/port.ts'),
  ]);
  return { createClient, updatePort };
}
