import { setEnvironmentData } from 'node:worker_threads';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { storeContract } from './store.contract.ts';

// The store's threads look here for what the test has done to the clock.
const clock = new BigInt64Array(new SharedArrayBuffer(8));
setEnvironmentData('clock', clock);

storeContract('SQLite', {
  open: ({ folder, team }) =>
    openSqliteStore({
      folder,
      team,
      worker: new URL('./fixtures/storeWithClock.ts', import.meta.url),
      onCrash: (error) => {
        throw error;
      },
    }),
  stepClock: (milliseconds) => Atomics.store(clock, 0, BigInt(milliseconds)),
});
