// A team from before there were invites: `fixtures/version1.db` was written by that version's server.
// What later versions added is looked at in migration3.test.ts.
import { copyFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { hashToken } from '../../server/domain/people.ts';
import { serverDatabase } from '../../server/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { Device } from '../../src/shared/door.ts';
import { openDatabase } from '../../src/node/openDatabase.ts';
import { known } from '../../src/shared/events.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { post, testServer } from '../support/server.ts';

const person = (n: number): string => `019a0000-0000-7000-8000-00000000000${n}`;
const [mara, jon, ines] = [person(1), person(2), person(3)] as const;
const tokens = { [mara]: 'm'.repeat(64), [jon]: 'j'.repeat(64), [ines]: 'i'.repeat(64) };
const oldTeam = new URL('fixtures/version1.db', import.meta.url);

function oldFolder(): string {
  const folder = testFolder();
  copyFileSync(oldTeam, joinPath(folder, 'team.db'));
  return folder;
}

async function openOld(folder = oldFolder()) {
  const store = await openSqliteStore({
    folder,
    team: 'Ignored',
    ownerCode: 'o'.repeat(22),
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  return store;
}

test('keeps its people, their devices and all they said', async () => {
  const store = await openOld();
  expect(store).toMatchObject({ team: { name: 'Lab', door: 'open' }, head: 17 });
  const { people, conversations } = await store.read('sync.snapshot', mara, { page: undefined });
  const common = { avatar: null, active: true };
  expect(people.toSorted((a, b) => a.id.localeCompare(b.id))).toMatchObject([
    { id: mara, name: 'Mara', role: 'owner', ...common },
    { id: jon, name: 'Jonas', about: 'away', role: 'member', ...common },
    { id: ines, name: 'Ines', role: 'member', ...common },
  ]);
  expect(conversations.map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual([
    'channel garden',
    'channel general',
    'direct ',
    'personal ',
    'team Lab',
  ]);
  for (const [user, token] of Object.entries(tokens))
    expect(await store.authenticate(hashToken(token))).toEqual({
      user,
      device: user,
      revoked: false,
      active: true,
      scopes: null,
      expiresAt: null,
    });
  const { events } = await store.read('sync.pull', mara, { after: 0, limit: 500 });
  expect(events.map(known)).not.toContain(undefined);
  expect(events.find(({ type }) => type === 'person.changed')?.body).toEqual({
    person: expect.objectContaining({ id: jon, name: 'Jonas', about: 'away', ...common }),
  });
});

test('has an owner already, so that nobody else becomes one', async () => {
  const store = await openOld();
  expect(await store.hasOwner()).toBe(true);
  const look = store.read('invite.look', null, { code: 'o'.repeat(22) });
  await expect(look).rejects.toMatchObject({ code: 'INVITE_INVALID' });
});

test('knows further devices apart from the one a person came with', () => {
  const folder = oldFolder();
  const path = joinPath(folder, 'team.db');
  const old = new Database(path);
  old
    .prepare('INSERT INTO device (token_hash, user, name, created_at) VALUES (?, ?, ?, ?)')
    .run(hashToken('second'), jon, 'laptop', Date.now() + 1000);
  old.close();
  const db = openDatabase(path, serverDatabase);
  onTestFinished(() => void db.close());
  const devices = db.prepare('SELECT id, user, name FROM device WHERE user = ?').all(jon);
  expect(devices).toContainEqual({ id: jon, user: jon, name: 'phone' });
  const second = (devices as { id: string; name: string }[]).find(({ name }) => name === 'laptop');
  expect(Device.shape.id.safeParse(second?.id).success).toBe(true);
  expect(second?.id).not.toBe(jon);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('goes on where it was: old tickets find their people, old tokens open the server', async () => {
  const server = await testServer({ folder: oldFolder() });
  const ticket = { id: jon, name: 'Jon', token: 'j'.repeat(64), device: 'phone' };
  expect(await post(server.url, { name: 'team.join', input: ticket })).toMatchObject({
    ok: true,
    value: { me: { id: jon, name: 'Jonas' }, duplicate: true },
  });
  const client = await server.connect({
    id: mara,
    name: 'Mara',
    token: 'm'.repeat(64),
    general: '',
  });
  const { channels } = await client.ask('channel.browse', {});
  const conversation = channels.find(({ name }) => name === 'garden')?.id ?? '';
  const landed = await client.ask('message.send', { id: uuidv7(), conversation, text: 'go on' });
  expect(landed).toMatchObject({ seq: 4, pos: 18 });
  await client.ask('person.set', { id: uuidv7(), user: ines, role: 'admin' });
  await client.ask('team.set', { id: uuidv7(), name: 'Lab', door: 'invite' });
  // Whoever was there before has a conversation of their own, too, and hears it.
  const own = { conversation: mara, seq: 2 };
  const favourite = { id: uuidv7(), conversation, favourite: true };
  expect(await client.ask('preference.set', favourite)).toMatchObject(own);
  await eventually(() => expect(client.events()).toContainEqual(expect.objectContaining(own)));
});
