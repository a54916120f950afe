// A team from before there were bots: `fixtures/version3.db` was written by that version's server.
import { copyFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { hashToken } from '../../server/domain/people.ts';
import { serverDatabase } from '../../server/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { openDatabase } from '../../src/node/openDatabase.ts';
import { testFolder } from '../support/folder.ts';
import { bot } from './contract/bots.ts';
import { incoming } from './contract/hooks.ts';

const person = (n: number): string => `019a0000-0000-7000-8000-00000000000${n}`;
const [mara, jon, ines] = [person(1), person(2), person(3)] as const;
const garden = '019a0000-0000-7000-8000-0000000000a1';
/** The newest position that the old server gave. */
const oldHead = 17;

function oldFolder(): string {
  const folder = testFolder();
  copyFileSync(new URL('fixtures/version3.db', import.meta.url), joinPath(folder, 'team.db'));
  return folder;
}

async function openOld() {
  const store = await openSqliteStore({
    folder: oldFolder(),
    team: 'Ignored',
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  return store;
}

test('nothing is lost, and nothing is said', () => {
  const db = openDatabase(joinPath(oldFolder(), 'team.db'), serverDatabase);
  onTestFinished(() => void db.close());
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT max(pos) FROM log').pluck().get()).toBe(oldHead);
});

test('who was in is a person, and their computers may do everything for ever', async () => {
  const store = await openOld();
  expect(store).toMatchObject({ team: { name: 'Lab', door: 'open' }, head: oldHead });
  const { people } = await store.read('sync.snapshot', mara, { page: undefined });
  expect(people.map(({ name }) => name).toSorted()).toEqual(['Ines', 'Jon', 'Mara']);
  for (const one of people) expect(one).not.toHaveProperty('bot');
  expect(await store.countPeople()).toBe(2);
  const rights = { scopes: null, expiresAt: null };
  for (const [user, letter] of [
    [mara, 'm'],
    [jon, 'j'],
  ] as const)
    expect(await store.authenticate(hashToken(letter.repeat(64)))).toEqual({
      user,
      device: user,
      revoked: false,
      active: true,
      ...rights,
    });
  expect(await store.authenticate(hashToken('i'.repeat(64)))).toMatchObject({
    user: ines,
    revoked: true,
    active: false,
  });
  const { devices } = await store.read('device.list', mara, { user: undefined });
  expect(devices).toMatchObject([{ id: mara, lastSeenAt: 1_764_000_000_000 }]);
  expect(devices[0]).not.toHaveProperty('scopes');
});

test('bots and hooks may come', async () => {
  const store = await openOld();
  expect(await store.outgoingHooks()).toEqual([]);
  const made = [bot(mara, { channels: [garden] }), incoming(mara, garden)] as const;
  const { outcomes } = await store.commit([...made]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  const said = made.map(({ args }) => ({
    name: 'message.send' as const,
    actor: args.id,
    args: { id: uuidv7(), conversation: garden, text: 'beep' },
  }));
  expect((await store.commit(said)).outcomes.map(({ ok }) => ok)).toEqual([true, true]);
});
