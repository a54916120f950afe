// The way to the server: nobody else's ears, and nobody else's server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import { connectBy } from '../../src/core/transport/socketIo.ts';
import type { Connect } from '../../src/core/transport/transport.ts';
import { createIdentity, rotateIdentity } from '../../src/node/identity.ts';
import { formatInviteLink } from '../../src/shared/inviteLink.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { impostor } from '../support/impostor.ts';
import { joinAt, newcomer, openPerson, type Person } from '../support/person.ts';
import { replaceKey, serverKey } from '../support/serverKey.ts';
import { newCode, testServer, type TestServer } from '../support/server.ts';

type Way = 'websocket' | 'polling';
const ways: Way[] = ['websocket', 'polling'];
const only =
  (way: Way): Connect =>
  (to, listener) =>
    connectBy([way], to, listener);

async function tokenOf(person: Person): Promise<string> {
  const file = join(await person.teamFolder(), 'account.json');
  const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token: { sealed: string } };
  expect(token.sealed).toHaveLength(43);
  return token.sealed;
}

/** The server goes, and at once somebody else has its place. */
async function swapped(server: TestServer, ...given: Parameters<typeof impostor>[1][]) {
  await server.close();
  return impostor(server.team, { port: server.port, ...given[0] });
}

test.each(ways)(
  'two people talk over TLS by %s, with the same words on both screens',
  async (way) => {
    const server = await testServer();
    const mara = await newcomer(server.addresses[0]!, 'Mara', { connect: only(way) });
    const jonas = await newcomer(server.addresses[0]!, 'Jonas', { connect: only(way) });
    const general = await mara.find('general');
    await mara.say(general, 'hello');
    await jonas.sees(general, ['hello']);
    expect(await mara.link()).toMatchObject({ state: 'live', way });
    await eventually(async () => {
      const security = { kind: 'pin', words: server.words };
      expect(await mara.state()).toMatchObject({ security });
      expect(await jonas.state()).toMatchObject({ security });
    });
  },
);

test.each(ways)(
  'another key in the middle of life is a full stop by %s, and hears no token',
  async (way) => {
    const folder = testFolder();
    const server = await testServer({ folder });
    const mara = await newcomer(server.addresses[0]!, 'Mara', { connect: only(way) });
    const general = await mara.find('general');
    const token = await tokenOf(mara);
    const thief = await swapped(server);
    expect(await mara.refused()).toBe('KEY_CHANGED');
    await mara.say(general, 'for my team only');
    await mara.call('link.retry');
    expect(await mara.refused()).toBe('KEY_CHANGED');
    // It was asked how it came by its key, and nothing else.
    expect(thief.told().match(/^[A-Z]+ \S+/gm)).toEqual(
      expect.arrayContaining(['GET /api/v1/key']),
    );
    expect(thief.told()).not.toMatch(/POST|socket\.io|upgrade/i);
    expect(thief.told()).not.toContain(token);

    await thief.close();
    await testServer({ folder, port: server.port });
    await mara.call('link.retry');
    await mara.live();
    await mara.sees(general, ['for my team only']);
  },
);

test('a key that the old key does not vouch for is not followed, whatever is said of it', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  // A chain of its own, from a key that it did have.
  const identity = await rotateIdentity(await createIdentity());
  const thief = await swapped(server, { identity, keys: identity.rotations });
  expect(await mara.refused()).toBe('KEY_CHANGED');
  expect(thief.told()).not.toContain(await tokenOf(mara));
});

test('a key that the old key vouches for is followed without asking, also over several changes', async () => {
  const folder = testFolder();
  const server = await testServer({ folder });
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  await server.close();
  await replaceKey(folder, async (old) => rotateIdentity(await rotateIdentity(old)));
  const again = await testServer({ folder, port: server.port });
  expect(again.pin).not.toBe(server.pin);
  await mara.call('link.retry');
  await mara.live();
  await mara.say(general, 'still us');
  await mara.sees(general, ['still us']);
  await eventually(async () =>
    expect(await mara.state()).toMatchObject({ security: { words: again.words } }),
  );
  // Kept: the next start does not ask again.
  await mara.close();
  const account = readFileSync(join(mara.folder, 'teams', again.team.id, 'account.json'), 'utf8');
  expect(account).toContain(again.pin);
});

test('after a key that was lost, a new invite of the team heals; one of another team does not', async () => {
  const folder = testFolder();
  const server = await testServer({ folder });
  const other = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  await server.close();
  await replaceKey(folder, () => createIdentity());
  const again = await testServer({ folder, port: server.port });
  await mara.call('link.retry');
  expect(await mara.refused()).toBe('KEY_CHANGED');

  const code = newCode();
  const ines = await again.member('Ines');
  const terms = { role: 'member', expiresIn: 60_000, uses: 1 } as const;
  await ines.ask('invite.create', { id: uuidv7(), code, ...terms });
  const linkTo = (to: TestServer, pin: string | null, by = code) =>
    formatInviteLink({ code: by, addresses: to.addresses, pin, team: 'Test team' });
  const trust = (link: string) => mara.call('team.trust', { link });
  await expect(trust(linkTo(again, server.pin))).rejects.toMatchObject({ code: 'KEY_CHANGED' });
  await expect(trust(linkTo(other, other.pin))).rejects.toMatchObject({ code: 'LINK_INVALID' });
  await expect(trust('https://example.org')).rejects.toMatchObject({ code: 'LINK_INVALID' });
  const plain = linkTo(again, null).replace('a=', 'a=http%3A%2F%2F');
  await expect(trust(plain)).rejects.toMatchObject({ code: 'LINK_INVALID' });
  // Nor does a link that somebody made up: its code opens nothing.
  await expect(trust(linkTo(again, again.pin, newCode()))).rejects.toMatchObject({
    code: 'INVITE_INVALID',
  });
  expect(await mara.refused()).toBe('KEY_CHANGED');

  await trust(linkTo(again, again.pin));
  await mara.live();
  await mara.say(general, 'the right one');
  await mara.sees(general, ['the right one']);
});

test('what was looked at is what is joined: another key by then gets nothing', async () => {
  const server = await testServer();
  const jonas = await openPerson();
  const { place, pin } = await jonas.call('team.look', { place: server.addresses[0]! });
  const thief = await swapped(server);
  await expect(jonas.call('team.join', { place, pin, name: 'Jonas' })).rejects.toMatchObject({
    code: 'KEY_CHANGED',
  });
  expect(thief.told()).toBe('');
  // Nor does saying nothing of the key help: then an authority has to vouch for it.
  await expect(jonas.call('team.join', { place, pin: null, name: 'Jonas' })).rejects.toMatchObject({
    code: 'KEY_CHANGED',
  });
  expect(thief.told()).toBe('');
  // Looked at anew, it shows other words.
  const preview = await jonas.call('team.look', { place });
  expect(preview).toMatchObject({ pin: thief.pin, name: 'Test team', joined: false });
  expect(preview.security.words).not.toBe(server.words);
});

test('a link to a team whose place somebody else took shows and joins nothing', async () => {
  const server = await testServer();
  const code = newCode();
  const link = formatInviteLink({ code, addresses: server.addresses, pin: server.pin, team: 'T' });
  const jonas = await openPerson();
  await expect(jonas.call('team.look', { place: link })).rejects.toMatchObject({
    code: 'INVITE_INVALID',
  });
  const thief = await swapped(server);
  await expect(jonas.call('team.look', { place: link })).rejects.toMatchObject({
    code: 'KEY_CHANGED',
  });
  await expect(
    jonas.call('team.join', { place: link, pin: server.pin, name: 'Jonas' }),
  ).rejects.toMatchObject({ code: 'KEY_CHANGED' });
  expect(thief.told()).toBe('');
});

test('a team that was joined before there were keys takes the first one that its server has', async () => {
  const folder = testFolder();
  const server = await testServer({ folder, insecure: true });
  const mara = await newcomer(`http://${server.addresses[0]}`, 'Mara');
  expect(await mara.state()).toMatchObject({ security: { kind: 'none', words: null } });
  await mara.close();
  await server.close();
  const key = await serverKey(folder);
  // Speaks nothing but TLS, as a server does towards the network.
  const secured = await testServer({ folder, port: 0 });
  const { tlsOnly } = await import('../support/tlsOnly.ts');
  await tlsOnly(server.port, secured.port);
  const back = await openPerson({ folder: mara.folder });
  await back.live();
  await eventually(async () =>
    expect(await back.state()).toMatchObject({ security: { kind: 'pin', words: secured.words } }),
  );
  expect(secured.pin).toBe(key.pin);
  await expect(joinAt(back, secured.addresses[0]!, { name: 'Mara' })).rejects.toMatchObject({
    code: 'ALREADY_IN',
  });
});
