// SQLite as the contract drives it, with a clock that the tests can set.
import { setEnvironmentData } from 'node:worker_threads';
import { openSqliteStore } from '../../../server/store/sqlite/store.ts';
import type { StoreKind } from './driver.ts';

// The store's threads look here for what the test has done to the clock.
const clock = new BigInt64Array(new SharedArrayBuffer(8));
setEnvironmentData('clock', clock);

export const sqlite: StoreKind = {
  open: (options) =>
    openSqliteStore({
      ...options,
      worker: new URL('../fixtures/storeWithClock.ts', import.meta.url),
      onCrash: (error) => {
        throw error;
      },
    }),
  stepClock: (milliseconds) => Atomics.store(clock, 0, BigInt(milliseconds)),
};
