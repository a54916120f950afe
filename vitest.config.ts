// Four kinds of tests. The desktop ones drive real windows, so they run after everything else, each
// worker on a display of its own (test/support/display.ts).
import { availableParallelism } from 'node:os';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { builtThreads } from './test/support/builtThreads.ts';

/** What files of tests share is read once for all of a worker, and each is held to leaving it as it was. */
const shared = { isolate: false, setupFiles: ['test/support/afterwards.ts'] };
const alone = ['test/journeys/**', 'test/desktop/**', 'test/renderer/**'];

export default defineConfig({
  test: {
    // Journeys mostly wait for the network, so two cores have room for three files at once.
    maxWorkers: Math.max(3, availableParallelism()),
    // Advice on speed is not part of a result.
    experimental: { diagnostics: false },
    projects: [
      {
        plugins: [builtThreads()],
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          // Some start several processes, on whatever else the machine does.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          // A window's state goes with the window, and every test is held to that: so files can share modules.
          isolate: false,
          setupFiles: ['test/renderer/support/afterwards.ts'],
          // The whole window is drawn, on whatever else the machine does; a test that is given up goes on, and
          // would disturb the next.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [builtThreads()],
        test: {
          ...shared,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          // Several waits one after the other, each with its own limit, on whatever else the machine does.
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          globalSetup: ['test/support/display.ts'],
          testTimeout: 90_000,
          // A window on a busy machine takes its time; a second is not enough to tell.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 60_000,
          pool: 'forks',
          // A window mostly waits, for another one or for the network.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
