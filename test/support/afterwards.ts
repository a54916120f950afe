// Files share a process and its modules, because reading them anew for each is what most of a short file would cost.
// So a file that leaves anything of the process changed fails: the next one would stumble over it.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, vi } from 'vitest';

const state = (): Record<string, unknown> => ({
  'a clock that is not real': vi.isFakeTimers(),
  'another working folder': process.cwd(),
  'another umask': process.umask(),
  'somebody who hears of faults': ['uncaughtException', 'unhandledRejection'].map((fault) =>
    process.listenerCount(fault),
  ),
  'another environment': { ...process.env },
});

const before = state();
afterAll(() => {
  const left = Object.entries(state()).filter(
    ([what, now]) => !isDeepStrictEqual(now, before[what]),
  );
  if (left.length > 0)
    throw new Error(`left for the files that follow: ${left.map(([what]) => what).join(', ')}`);
});
