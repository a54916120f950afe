// Who is in the team, with which computers, and what they look like.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  joinAt,
  newcomer,
  openPerson,
  ownedTeam,
  type Person,
  secondDevice,
} from '../support/person.ts';

const personCalled = (of: Person, name: string) =>
  eventually(async () => {
    const found = (await of.call('people.list')).find((row) => row.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  });

/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a computer that is shut out ends within a moment, and stays out; the other goes on', async () => {
  const { owner } = await ownedTeam();
  const laptop = await secondDevice(owner);
  const general = await owner.find('general');
  const devices = await owner.call('devices.list', {});
  const lost = devices.find(({ current }) => !current);
  await owner.call('device.revoke', { device: lost!.id });
  expect(await laptop.refused()).toBe('REVOKED');
  await laptop.call('link.retry');
  expect(await laptop.refused()).toBe('REVOKED');
  // What was read before can still be read.
  expect(await laptop.find('general')).toBe(general);
  await owner.say(general, 'still here');
  await owner.sees(general, ['still here']);
  expect(await owner.call('devices.list', {})).toHaveLength(1);
});

test('who is deactivated is out at once, stays visible, and may be let in again', async () => {
  const { owner, address } = await ownedTeam({ door: 'open' });
  const jonas = await newcomer(address, 'Jonas');
  const { id: user } = await personCalled(owner, 'Jonas');
  await owner.call('person.set', { user, active: false });
  expect(await jonas.refused()).toBe('DEACTIVATED');
  await eventually(async () =>
    expect(await personCalled(owner, 'Jonas')).toMatchObject({ active: false }),
  );
  await owner.call('person.set', { user, active: true });
  await jonas.call('link.retry');
  await jonas.live();
  await eventually(async () =>
    expect(await personCalled(jonas, 'Jonas')).toMatchObject({ active: true }),
  );
});

test('a role that is given counts at once: whoever becomes an admin sees who waits', async () => {
  const { owner, address } = await ownedTeam();
  const jonas = await openPerson();
  const asked = await joinAt(jonas, address, { name: 'Jonas' });
  const request = asked.state === 'asking' ? asked.asking.id : '';
  await owner.call('request.answer', { request, admit: true });
  await jonas.live();
  const waiting: number[] = [];
  jonas.on('requests', (list) => void waiting.push(list.length));
  const ines = await openPerson();
  await joinAt(ines, address, { name: 'Ines' });
  await expect(jonas.call('requests.list')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(waiting).toEqual([]);

  const { id: user } = await personCalled(owner, 'Jonas');
  await owner.call('person.set', { user, role: 'admin' });
  await eventually(() => expect(waiting).toEqual([1]));
  const [next] = await jonas.call('requests.list');
  await jonas.call('request.answer', { request: next!.id, admit: true, role: 'guest' });
  await ines.live();
  expect(await personCalled(ines, 'Ines')).toMatchObject({ role: 'guest' });
});

test('a new name and door of the team reach everybody, also who was away', async () => {
  const { owner, address } = await ownedTeam({ door: 'open' });
  const jonas = await newcomer(address, 'Jonas');
  const ines = await newcomer(address, 'Ines');
  await ines.close();
  await owner.call('team.set', { name: 'Workshop', door: 'invite' });
  await expect(jonas.call('team.set', { name: 'Mine', door: 'open' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  const back = await openPerson({ folder: ines.folder });
  for (const person of [owner, jonas, back])
    await eventually(async () =>
      expect(await person.state()).toMatchObject({ name: 'Workshop', door: 'invite' }),
    );
  // Kept, for a start without the server.
  const path = join(await back.teamFolder(), 'account.json');
  await eventually(() =>
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      name: 'Workshop',
      door: 'invite',
    }),
  );
});

test('a picture is kept where it was seen, and only if it is the one', async () => {
  const { owner, address, server } = await ownedTeam({ door: 'open' });
  const jonas = await newcomer(address, 'Jonas');
  await owner.call('avatar.set', { image: png });
  const avatar = await eventually(async () => {
    const { avatar: hash } = await personCalled(jonas, 'Mara');
    if (hash === null) throw new Error('no picture yet');
    return hash;
  });
  const shown = await jonas.call('avatar.get', { avatar });
  expect(shown.type).toBe('image/png');
  expect(Buffer.from(shown.image)).toEqual(png);
  const folder = join(await jonas.teamFolder(), 'avatars');
  expect(readdirSync(folder)).toEqual([avatar]);
  expect(statSync(join(folder, avatar)).mode & 0o077).toBe(0);
  // Another file under its name is not shown.
  writeFileSync(join(folder, avatar), 'something else');
  expect(Buffer.from((await jonas.call('avatar.get', { avatar })).image)).toEqual(png);
  await server.close();
  await jonas.offline();
  expect((await jonas.call('avatar.get', { avatar })).type).toBe('image/png');
  await expect(jonas.call('avatar.get', { avatar: 'a'.repeat(64) })).rejects.toMatchObject({
    code: 'OFFLINE',
  });
});

test('initials again, and no picture too large or of another kind', async () => {
  const { owner } = await ownedTeam();
  await owner.call('avatar.set', { image: png });
  await eventually(async () =>
    expect((await personCalled(owner, 'Mara')).avatar).toMatch(/^[0-9a-f]{64}$/),
  );
  for (const image of [new Uint8Array(40_000), new TextEncoder().encode('<svg onload="x()"/>')])
    await expect(owner.call('avatar.set', { image })).rejects.toMatchObject({ code: 'INVALID' });
  await owner.call('avatar.set', { image: null });
  await eventually(async () => expect((await personCalled(owner, 'Mara')).avatar).toBeNull());
});
