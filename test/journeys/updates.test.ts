// Updates from the LAN: an admin offers a signed build, everybody's app hears of it, brings it and hands it over; and
// whatever is not right about it is refused.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UpdatePort } from '../../src/core/updates/port.ts';
import type { UpdateState } from '../../src/shared/updates.ts';
import { packagesOf, putBuild, releaseKey, tamperFeed } from '../support/builds.ts';
import { canMountDisks, testDisk } from '../support/disk.ts';
import { eventually } from '../support/eventually.ts';
import { leakyWire } from '../support/leakyWire.ts';
import { joinAt, newcomer, openPerson, ownedTeam, type Person } from '../support/person.ts';
import { testServer } from '../support/server.ts';

const key = releaseKey();
const [deb = ''] = packagesOf('0.2.0');

/** An app that was installed as .deb, and hands packages to `install`. */
const installed = (given: Partial<UpdatePort> = {}): { updates: UpdatePort; version: string } => ({
  version: '0.1.0',
  updates: {
    system: 'linux',
    arch: 'x64',
    kind: 'deb',
    keys: [key.known],
    install: async () => ({ next: 'restarting' }),
    ...given,
  },
});

/** A team whose owner offers this version, and somebody in it. */
async function offering(version = '0.2.0', given: Partial<UpdatePort> = {}) {
  const { server, owner, address } = await ownedTeam({ door: 'open' });
  await putBuild(server.folder, version, key);
  const jonas = await newcomer(address, 'Jonas', installed(given));
  await owner.call('update.offer', { version });
  return { server, owner, address, jonas };
}

const become = (person: Person, like: object): Promise<UpdateState> =>
  eventually(async () => {
    const state = await person.call('update.state');
    expect(state).toMatchObject(like);
    return state;
  });
const kept = ({ folder }: Person): string[] => {
  const path = join(folder, 'updates');
  return existsSync(path) ? readdirSync(path) : [];
};

test('is offered by an admin, heard of at once, brought when asked, and handed over whole', async () => {
  const handed: string[] = [];
  const { jonas, server } = await offering('0.2.0', {
    async install(file) {
      handed.push(readFileSync(file, 'hex'));
      return { next: 'byHand', command: 'sudo apt install it' };
    },
  });
  const { offer } = await become(jonas, { offer: { version: '0.2.0' }, step: { at: 'offered' } });
  expect(offer).toMatchObject({ notes: 'What is new in 0.2.0', name: deb, size: 1000 });
  expect(kept(jonas)).toEqual([]);
  await jonas.call('update.download');
  await become(jonas, { step: { at: 'ready' }, failure: null });
  expect(statSync(join(jonas.folder, 'updates')).mode & 0o777).toBe(0o700);
  await jonas.call('update.install');
  const file = join(jonas.folder, 'updates', deb);
  await become(jonas, { step: { at: 'byHand', file, command: 'sudo apt install it' } });
  expect(handed).toEqual([readFileSync(join(server.folder, 'updates', '0.2.0', deb), 'hex')]);
});

test('is chosen by owners and admins only', async () => {
  const { jonas, owner } = await offering();
  await expect(jonas.call('update.offer', { version: null })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(jonas.call('update.versions')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await owner.call('update.versions')).offered).toBe('0.2.0');
  await owner.call('update.offer', { version: null });
  await become(jonas, { offer: null, answers: [{ says: 'nothing' }] });
});

test('goes on where it broke off, over a restart of the app', async () => {
  const { server, owner } = await ownedTeam({ door: 'open' });
  const bytes = 3_000_000;
  await putBuild(server.folder, '0.2.0', key, { bytes });
  const wire = await leakyWire(server.port);
  const jonas = await newcomer(wire.address, 'Jonas', installed());
  await owner.call('update.offer', { version: '0.2.0' });
  await become(jonas, { offer: { version: '0.2.0' } });
  // Enough for the handshake, and some of the package at most.
  wire.breakAfter(400_000);
  void jonas.call('update.download');
  await eventually(() => {
    const [part = ''] = kept(jonas);
    expect(statSync(join(jonas.folder, 'updates', part)).size).toBeGreaterThan(600_000);
  });
  await jonas.close();
  const [part = ''] = kept(jonas);
  const had = statSync(join(jonas.folder, 'updates', part)).size;
  expect(had).toBeLessThan(bytes);
  wire.mend();
  const again = await openPerson({ folder: jonas.folder, ...installed() });
  await become(again, { offer: { version: '0.2.0' } });
  wire.carried();
  await again.call('update.download');
  await become(again, { step: { at: 'ready' } });
  expect(wire.carried()).toBeLessThan(bytes - had + 200_000);
  const whole = readFileSync(join(server.folder, 'updates', '0.2.0', deb));
  expect(readFileSync(join(again.folder, 'updates', deb)).equals(whole)).toBe(true);
});

test.each([
  ['by another key', () => ({ keys: [releaseKey().known] }), {}],
  ['whose feed says something else than was signed', () => ({}), { releaseNotes: 'Trust me' }],
  [
    'whose version was raised',
    () => ({}),
    { version: '0.2.0', releaseDate: '2030-01-01T00:00:00Z' },
  ],
  ['that is not signed', () => ({}), { signature: '' }],
])('is refused: one %s', async (_what, port, change) => {
  const { server, jonas } = await offering('0.2.0', port());
  tamperFeed(server.folder, '0.2.0', () => change);
  await jonas.call('update.check');
  const { offer, answers } = await jonas.call('update.state');
  expect([offer, answers]).toMatchObject([
    null,
    [{ says: 'refused', version: '0.2.0', failure: { code: 'UPDATE_UNSIGNED' } }],
  ]);
  await expect(jonas.call('update.download')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('is refused: one that is another file than was signed, and nothing of it is kept', async () => {
  const { server, jonas } = await offering();
  await become(jonas, { offer: { version: '0.2.0' } });
  const path = join(server.folder, 'updates', '0.2.0', deb);
  for (const wrong of [Buffer.alloc(1000), Buffer.alloc(2000)]) {
    writeFileSync(path, wrong);
    await jonas.call('update.download');
    await become(jonas, { step: { at: 'offered' }, failure: { code: 'UPDATE_DAMAGED' } });
    expect(kept(jonas)).toEqual([]);
  }
  rmSync(path);
  await jonas.call('update.download');
  await become(jonas, { failure: { code: 'UPDATE_GONE' } });
});

test('is refused: one that somebody changed between the download and the installing', async () => {
  const handed: string[] = [];
  const { jonas } = await offering('0.2.0', {
    async install(file) {
      handed.push(file);
      return { next: 'restarting' };
    },
  });
  await become(jonas, { offer: { version: '0.2.0' } });
  await jonas.call('update.download');
  writeFileSync(join(jonas.folder, 'updates', deb), Buffer.alloc(1000));
  await jonas.call('update.install');
  await become(jonas, { step: { at: 'offered' }, failure: { code: 'UPDATE_DAMAGED' } });
  expect([handed, kept(jonas)]).toEqual([[], []]);
});

test('never leads back: the same version and an older one are said, not offered', async () => {
  const { owner, server, jonas } = await offering('0.1.0');
  await become(jonas, { offer: null, answers: [{ says: 'same', version: '0.1.0' }] });
  await putBuild(server.folder, '0.0.9', key);
  await owner.call('update.offer', { version: '0.0.9' });
  const { offer } = await become(jonas, { answers: [{ says: 'older', version: '0.0.9' }] });
  expect(offer).toBeNull();
});

test('is only for the system, the computer and the installation it was made for', async () => {
  const { server, jonas, address } = await offering('0.2.0', { arch: 'riscv64' });
  // The feed of another system under the name of this one's.
  const folder = join(server.folder, 'updates', '0.2.0');
  writeFileSync(join(folder, 'latest-linux.yml'), readFileSync(join(folder, 'latest.yml')));
  await become(jonas, { offer: null, answers: [{ says: 'nothing' }] });
  const mia = await newcomer(address, 'Mia', installed());
  await become(mia, { answers: [{ says: 'refused', failure: { code: 'UPDATE_UNFIT' } }] });
  const tom = await newcomer(
    address,
    'Tom',
    installed({ system: 'win32', arch: 'arm64', kind: 'nsis' }),
  );
  await become(tom, { answers: [{ says: 'refused', failure: { code: 'UPDATE_UNFIT' } }] });
  for (const person of [jonas, mia, tom])
    expect((await person.call('update.state')).offer).toBeNull();
});

test.each([
  ['no JSON', 'version: 0.2.0\nfiles: []\n'],
  ['another shape', '{"version":"0.2.0"}'],
  ['too long', `{"version":"${'0'.repeat(70_000)}"}`],
])('is refused: a feed that is %s', async (_what, text) => {
  const { server, jonas } = await offering();
  writeFileSync(join(server.folder, 'updates', '0.2.0', 'latest-linux.yml'), text);
  await jonas.call('update.check');
  const { offer } = await become(jonas, {
    answers: [{ says: 'refused', failure: { code: 'UPDATE_UNREADABLE' } }],
  });
  expect(offer).toBeNull();
});

test('of several teams the newest counts, and one that does not answer takes nothing back', async () => {
  const { server, jonas } = await offering();
  const other = await testServer({ team: 'Other' });
  await putBuild(other.folder, '0.3.0', key);
  const mara = await other.member('Mara');
  await mara.ask('update.offer', { id: crypto.randomUUID(), version: '0.3.0' });
  await joinAt(jonas, other.addresses[0] ?? '', { name: 'Jonas' });
  const { offer } = await become(jonas, { offer: { version: '0.3.0' } });
  expect(offer?.team).toBe(other.team.id);
  await other.stop();
  await jonas.call('update.check');
  await become(jonas, { offer: { version: '0.3.0' } });
  await jonas.in(other.team.id).call('team.forget', { discard: true });
  const left = await become(jonas, { offer: { version: '0.2.0' } });
  expect(left.offer?.team).toBe(server.team.id);
});

test('without a key, from a checkout, or where the system renews it: nobody is asked', async () => {
  const { address } = await offering();
  for (const [port, off] of [
    [{ keys: [] }, 'keyless'],
    [{ kind: { off: 'checkout' } }, 'checkout'],
    [{ kind: { off: 'system' } }, 'system'],
  ] as const) {
    const person = await newcomer(address, `P${off}`, installed(port));
    await person.call('update.check');
    expect(await person.call('update.state')).toMatchObject({ off, offer: null, answers: [] });
  }
});

test('is brought only into a folder that is this person’s alone', async () => {
  const { jonas } = await offering();
  const folder = join(jonas.folder, 'updates');
  await become(jonas, { offer: { version: '0.2.0' } });
  writeFileSync(folder, '');
  await jonas.call('update.download');
  await become(jonas, { step: { at: 'offered' }, failure: { code: 'DATA_UNWRITABLE' } });
  rmSync(folder);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  await jonas.call('update.download');
  await become(jonas, { step: { at: 'ready' } });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.runIf(canMountDisks)('does not begin on a disk that is too small, and says so', async () => {
  const { jonas } = await offering();
  await become(jonas, { offer: { version: '0.2.0' } });
  await jonas.close();
  const folder = testDisk('size=40m');
  cpSync(jonas.folder, folder, { recursive: true });
  const moved = await openPerson({ folder, ...installed() });
  await become(moved, { offer: { version: '0.2.0' } });
  await moved.call('update.download');
  await become(moved, { step: { at: 'offered' }, failure: { code: 'STORAGE_FULL' } });
  expect(kept(moved)).toEqual([]);
});

test('what was installed is taken away', async () => {
  const { jonas } = await offering();
  await become(jonas, { offer: { version: '0.2.0' } });
  await jonas.call('update.download');
  await jonas.close();
  expect(kept(jonas)).toEqual([deb]);
  const renewed = await openPerson({ folder: jonas.folder, ...installed(), version: '0.2.0' });
  await become(renewed, { answers: [{ says: 'same' }] });
  await eventually(() => expect(kept(renewed)).toEqual([]));
});
