// The token is sealed by the system's keyring. A keyring that is gone or locked takes nothing with it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Secrets } from '../../src/core/secrets.ts';
import { eventually } from '../support/eventually.ts';
import { joinAt, newcomer, openPerson, ownedTeam, personIn } from '../support/person.ts';
import { testServer } from '../support/server.ts';

type Keyring = { -readonly [K in keyof Secrets]: Secrets[K] };

/** A keyring that may be locked. */
function keyring(): Keyring & { locked: boolean } {
  const sealing = {
    kind: 'system' as const,
    locked: false,
    seal: (text: string) => Buffer.from(text).toString('hex'),
    open(sealed: string): string {
      if (sealing.locked) throw new Error('the keyring is locked');
      return Buffer.from(sealed, 'hex').toString();
    },
  };
  return sealing;
}

const accountIn = (folder: string): { token: { kind: string; sealed: string } } =>
  JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')) as never;

/** Everything that is written in a folder. */
function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

test('locked, history can be read and written on; unlocked, it is sent', async () => {
  const { owner, address } = await ownedTeam({ door: 'open' });
  const secrets = keyring();
  const jonas = await newcomer(address, 'Jonas', { secrets });
  const general = await jonas.find('general');
  await owner.say(general, 'hello');
  await jonas.sees(general, ['hello']);
  expect((await jonas.call('app.boot')).keyring).toBe('system');
  const { token } = accountIn(await jonas.teamFolder());
  expect(token.kind).toBe('system');
  await jonas.close();
  expect(textOf(jonas.folder)).not.toContain(secrets.open(token.sealed));

  secrets.locked = true;
  const back = await openPerson({ folder: jonas.folder, secrets });
  expect(await back.refused()).toBe('KEYRING_LOCKED');
  expect(await back.texts(general)).toEqual(['hello']);
  await back.say(general, 'in the dark');
  await back.call('link.retry');
  expect(await back.refused()).toBe('KEYRING_LOCKED');
  expect(accountIn(await back.teamFolder()).token).toEqual(token);

  secrets.locked = false;
  await back.call('link.retry');
  await back.live();
  await owner.sees(general, ['hello', 'in the dark']);
});

test('a keyring that is gone stops only the teams that it sealed', async () => {
  const [first, second] = [await testServer(), await testServer()];
  const mara = await newcomer(first.addresses[0]!, 'Mara', { secrets: keyring() });
  await mara.close();
  // This program has none.
  const plain = await openPerson({ folder: mara.folder });
  expect((await plain.call('app.boot')).keyring).toBe('file');
  expect(await plain.refused()).toBe('KEYRING_LOCKED');
  await joinAt(plain, second.addresses[0]!, { name: 'Mara' });
  await personIn(plain, second.team.id).live();
  expect(await personIn(plain, first.team.id).refused()).toBe('KEYRING_LOCKED');
});

test('what lay open is sealed when a keyring appears, also in the copy beside it', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const folder = await mara.teamFolder();
  const { token } = accountIn(folder);
  expect(token.kind).toBe('file');
  await mara.close();
  const secrets = keyring();
  const back = await openPerson({ folder: mara.folder, secrets });
  await back.live();
  await eventually(() => expect(textOf(folder)).not.toContain(token.sealed));
  expect(secrets.open(accountIn(folder).token.sealed)).toBe(token.sealed);
});

test('a locked keyring is told before anybody is asked to let somebody in', async () => {
  const { owner, address } = await ownedTeam();
  const broken: Secrets = {
    ...keyring(),
    seal() {
      throw new Error('locked');
    },
  };
  const jonas = await openPerson({ secrets: broken });
  await expect(joinAt(jonas, address, { name: 'Jonas' })).rejects.toMatchObject({
    code: 'KEYRING_LOCKED',
  });
  expect(await owner.call('requests.list')).toEqual([]);
});

test('who waits at a door waits on behind a locked keyring', async () => {
  const { owner, address } = await ownedTeam();
  const secrets = keyring();
  const jonas = await openPerson({ secrets });
  await joinAt(jonas, address, { name: 'Jonas' });
  await jonas.close();
  expect(textOf(jonas.folder)).not.toMatch(/"token"/);
  secrets.locked = true;
  const back = await openPerson({ folder: jonas.folder, secrets });
  await eventually(async () =>
    expect((await back.call('app.boot')).asking).toMatchObject([
      { trouble: { code: 'KEYRING_LOCKED' } },
    ]),
  );
  const [request] = await owner.call('requests.list');
  await owner.call('request.answer', { request: request!.id, admit: true });
  secrets.locked = false;
  await back.live();
});
