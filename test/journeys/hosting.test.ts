// Hosting: teams whose server this computer runs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import type { HostPort } from '../../src/core/hosting.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { parseInviteLink } from '../../src/shared/inviteLink.ts';
import { announced, quietCorner } from '../support/announced.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { freePort } from '../support/freePort.ts';
import { testHost } from '../support/hosts.ts';
import { joinAt, newcomer, openPerson, type Person, personIn } from '../support/person.ts';
import { newCode, newToken } from '../support/server.ts';

const founds = async (person: Person, team: string, port?: number) =>
  person.call('team.host', { team, name: 'Mara', port: port ?? (await freePort()) });

async function taken(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

const teamFolders = (person: Person): string[] => readdirSync(join(person.folder, 'teams'));

test('whoever hosts is the owner, and others come by a link', async () => {
  const mara = await openPerson({ hosting: testHost() });
  const team = await founds(mara, 'Workshop');
  expect(team).toMatchObject({ name: 'Workshop', door: 'ask', hosting: { state: 'running' } });
  await mara.live();
  expect(await mara.call('people.list')).toMatchObject([{ name: 'Mara', role: 'owner' }]);
  await eventually(async () =>
    expect((await mara.state()).security).toMatchObject({
      kind: 'pin',
      words: expect.stringMatching(/^\w+(-\w+){3}$/),
    }),
  );
  const { link } = await mara.call('invite.create', { expiresIn: null, uses: null });
  const jonas = await newcomer(link, 'Jonas');
  const general = await mara.find('general');
  await jonas.say(general, 'in');
  await mara.sees(general, ['in']);
  expect((await jonas.state()).hosting).toBeNull();
});

test('several teams are hosted side by side and are all back at the next start', async () => {
  const hosting = testHost();
  const mara = await openPerson({ hosting });
  const [one, two] = [await founds(mara, 'Workshop'), await founds(mara, 'Choir')];
  const jonas = await openPerson({ hosting });
  await expect(founds(jonas, ' ')).rejects.toMatchObject({ details: { field: 'team' } });
  for (const { id } of [one, two]) await personIn(mara, id).live();
  expect(hosting.servers.size).toBe(2);
  await mara.close();
  expect(hosting.servers.size).toBe(0);

  const back = await openPerson({ folder: mara.folder, hosting });
  for (const { id } of [one, two]) await personIn(back, id).live();
  await eventually(async () =>
    expect((await back.call('app.boot')).teams).toMatchObject([
      { name: 'Workshop', address: one.address, hosting: { state: 'running' } },
      { name: 'Choir', address: two.address, hosting: { state: 'running' } },
    ]),
  );
  await personIn(back, one.id).call('team.forget', {});
  await eventually(() => expect(hosting.servers.size).toBe(1));
  await personIn(back, two.id).live();
});

test('a port that is taken at the next start is left to others, and the people follow', async () => {
  const discovery = quietCorner();
  const mara = await openPerson({ hosting: testHost() });
  const before = await founds(mara, 'Workshop');
  await mara.live();
  const { link } = await mara.call('invite.create', { expiresIn: null, uses: null });
  const jonas = await newcomer(link, 'Jonas', { discovery });
  await mara.close();
  const port = Number(before.address.split(':')[1]);
  await taken(port);

  const back = await openPerson({ folder: mara.folder, hosting: testHost() });
  await back.live();
  const now = await eventually(async () => {
    const state = await back.state();
    expect(state.hosting).toMatchObject({ state: 'running', addresses: [state.address] });
    return state;
  });
  expect(now.address).not.toBe(before.address);
  const again = parseInviteLink(
    (await back.call('invite.create', { expiresIn: null, uses: null })).link,
  );
  expect(again.addresses).toEqual([now.address]);
  announced(discovery, {
    team: now.id,
    name: now.name,
    pin: again.pin,
    port: Number(now.address.split(':')[1]),
    people: 2,
  });
  await jonas.live();
  expect((await jonas.state()).address).toBe(now.address);
});

test('a server that dies is started again', async () => {
  const hosting = testHost();
  const mara = await openPerson({ hosting });
  await founds(mara, 'Workshop');
  await mara.live();
  const [folder = ''] = hosting.servers.keys();
  await hosting.kill(folder);
  await eventually(() => expect(hosting.servers.size).toBe(1));
  await mara.live();
});

/** Works, until it does not. */
const breaking = (host: HostPort, at: { start?: Refusal; after?: () => void }): HostPort => ({
  ...host,
  async start(order) {
    if (at.start) throw at.start;
    const server = await host.start(order);
    at.after?.();
    return server;
  },
});

test('a server that cannot start with the app is tried again', async () => {
  const mara = await openPerson({ hosting: testHost() });
  await founds(mara, 'Workshop');
  await mara.close();
  const at: { start?: Refusal } = { start: new Refusal('DATA_IN_USE', 'the last one still ends') };
  const back = await openPerson({ folder: mara.folder, hosting: breaking(testHost(), at) });
  await eventually(async () =>
    expect((await back.state()).hosting).toMatchObject({
      state: 'failed',
      error: { code: 'DATA_IN_USE' },
    }),
  );
  delete at.start;
  await back.live();
});

test('a founding that fails leaves nothing behind', async () => {
  const host = testHost();
  const full = new Refusal('STORAGE_FULL', 'no room');
  const mara = await openPerson({ hosting: breaking(host, { start: full }) });
  await expect(founds(mara, 'Workshop')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(teamFolders(mara)).toEqual([]);
  const busy = await openPerson({ hosting: host });
  const { port } = await host.start({ folder: testFolder(), team: 'Other', port: 0 });
  await expect(founds(busy, 'Workshop', port)).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  expect(teamFolders(busy)).toEqual([]);
  expect(host.servers.size).toBe(1);
  const none = await openPerson();
  await expect(founds(none, 'Workshop')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await none.call('app.boot')).teams).toEqual([]);
});

test('a founding that was cut off is finished at the next start, once', async () => {
  // As it lies on disk after a kill between the server's start and the account.
  const host = testHost();
  const mara = await openPerson({ hosting: host });
  const team = await founds(mara, 'Workshop');
  await mara.live();
  const general = await mara.find('general');
  await mara.say(general, 'hello');
  await mara.sees(general, ['hello']);
  const [name = ''] = teamFolders(mara);
  const folder = join(mara.folder, 'teams', name);
  const account = JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'));
  expect(existsSync(join(folder, 'founding.json'))).toBe(false);
  await mara.close();

  for (const file of ['account.json', 'account.json.bak']) rmSync(join(folder, file));
  writeFileSync(
    join(folder, 'founding.json'),
    JSON.stringify({
      team: 'Workshop',
      name: 'Mara',
      port: account.hosted.port,
      id: account.device,
      secret: {
        kind: 'file',
        // The code is spent: the server knows its owner by the token.
        sealed: JSON.stringify({ token: account.token.sealed, code: 'A'.repeat(22) }),
      },
    }),
  );
  await taken(account.hosted.port);
  const back = await openPerson({ folder: mara.folder, hosting: testHost() });
  await eventually(async () =>
    expect((await back.call('app.boot')).teams).toMatchObject([{ id: team.id, name: 'Workshop' }]),
  );
  await back.live();
  await back.sees(general, ['hello']);
  expect(await back.call('people.list')).toMatchObject([{ name: 'Mara', role: 'owner' }]);
  expect(teamFolders(back)).toEqual([name]);
  // The line is live a moment before that is done.
  await eventually(() => expect(existsSync(join(folder, 'founding.json'))).toBe(false));
});

test('a founding that had only begun is carried out at the next start', async () => {
  const root = testFolder();
  const folder = join(root, 'teams', 'chosen before it had an id');
  mkdirSync(folder, { recursive: true });
  const secret = { token: newToken(), code: newCode() };
  const plan = {
    team: 'Workshop',
    name: 'Mara',
    port: null,
    id: uuidv7(),
    secret: { kind: 'file', sealed: JSON.stringify(secret) },
  };
  writeFileSync(join(folder, 'founding.json'), JSON.stringify(plan));
  const mara = await openPerson({ folder: root, hosting: testHost() });
  await mara.live();
  expect(await mara.state()).toMatchObject({ name: 'Workshop', me: plan.id });
  expect(await mara.call('people.list')).toMatchObject([{ name: 'Mara', role: 'owner' }]);
});

test('a team that was hosted before there were keys is hosted on, now with one', async () => {
  const host = testHost();
  const mara = await openPerson({ hosting: host });
  const team = await founds(mara, 'Workshop');
  await mara.live();
  const [name = ''] = teamFolders(mara);
  await mara.close();
  const path = join(mara.folder, 'teams', name, 'account.json');
  const { trust: _trust, device: _device, ...account } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...account, token: account.token.sealed }));
  const back = await openPerson({ folder: mara.folder, hosting: host });
  await back.live();
  await eventually(async () =>
    expect(await back.state()).toMatchObject({ id: team.id, security: { kind: 'pin' } }),
  );
  // It is the team's own computer, so nobody is asked to look at words.
  await expect(joinAt(back, team.address, { name: 'Mara' })).rejects.toMatchObject({
    code: 'ALREADY_IN',
  });
});
