import nodePath from 'node:path';
import { setEnvironmentData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { testFolder } from '../support/folder.ts';
import { create, join, send, type StoreKind } from './contract/driver.ts';
import { storeContract } from './store.contract.ts';

// The store's threads look here for what the test has done to the clock.
const clock = new BigInt64Array(new SharedArrayBuffer(8));
setEnvironmentData('clock', clock);

const kind: StoreKind = {
  open: (options) =>
    openSqliteStore({
      ...options,
      worker: new URL('./fixtures/storeWithClock.ts', import.meta.url),
      onCrash: (error) => {
        throw error;
      },
    }),
  stepClock: (milliseconds) => Atomics.store(clock, 0, BigInt(milliseconds)),
};

storeContract('SQLite', kind);

test('a command that SQLite fails after its event was written leaves no trace of it', async () => {
  const folder = testFolder();
  const store = await kind.open({ folder, team: 'Trace', door: 'open' });
  onTestFinished(() => store.close());
  const ann = join('Ann');
  const made = create(ann.args.id, 'room');
  const { head: before } = await store.commit([ann, made]);
  const db = new Database(nodePath.join(folder, 'team.db'));
  db.exec("CREATE TRIGGER no BEFORE INSERT ON stay BEGIN SELECT raise(ABORT, 'no more'); END");
  const said = (text: string) => send(ann.args.id, made.args.id, text);
  const { outcomes, events, head } = await store.commit([
    said('before'),
    create(ann.args.id, 'impossible'),
    said('after'),
  ]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(events.map(({ pos, seq }) => [pos, seq])).toEqual([
    [before + 1, 2],
    [before + 2, 3],
  ]);
  expect(head).toBe(before + 2);
  db.exec('DROP TRIGGER no');
  db.close();
  const { events: next } = await store.commit([create(ann.args.id, 'impossible')]);
  expect(next.map(({ pos, seq }) => [pos, seq])).toEqual([[before + 3, 1]]);
});
