// Files share a process and its modules, because reading them anew for each is what most of a short file would cost.
// So a file that leaves anything of the process changed fails: the next one would stumble over it.
import { afterAll, expect, vi } from 'vitest';

const signals = ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection'] as const;

const state = () => ({
  clock: vi.isFakeTimers() ? 'fake' : 'real',
  folder: process.cwd(),
  umask: process.umask(),
  listeners: Object.fromEntries(signals.map((each) => [each, process.listenerCount(each)])),
  environment: { ...process.env },
});

const before = state();
afterAll(() => expect(state()).toEqual(before));
