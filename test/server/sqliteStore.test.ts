import nodePath from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { create, join, send } from './contract/driver.ts';
import { sqlite } from './contract/sqlite.ts';
import { teamContract } from './store.contract.ts';

teamContract('SQLite', sqlite);

test('a command that SQLite fails after its event was written leaves no trace of it', async () => {
  const folder = testFolder();
  const store = await sqlite.open({ folder, team: 'Trace', door: 'open' });
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
