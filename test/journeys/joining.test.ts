// Getting in: by asking, by an invite, with a second computer.
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Pushes } from '../../src/shared/api.ts';
import { formatInviteLink, parseInviteLink } from '../../src/shared/inviteLink.ts';
import type { JoinRequest } from '../../src/shared/door.ts';
import { cutAnswers } from '../support/cutAnswers.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { joinAt, openPerson, ownedTeam, type Person } from '../support/person.ts';
import { testServer } from '../support/server.ts';

/** Asks at the door; answers the id of the question. */
async function ask(person: Person, address: string, name: string): Promise<string> {
  const answer = await joinAt(person, address, { name });
  expect(answer.state).toBe('asking');
  return answer.state === 'asking' ? answer.asking.id : '';
}

const waiting = async (person: Person): Promise<JoinRequest> =>
  eventually(async () => {
    const [request] = await person.call('requests.list');
    if (!request) throw new Error('nobody waits');
    return request;
  });

const tickets = (person: Person): string[] => readdirSync(join(person.folder, 'joining'));

async function silence(): Promise<string> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function notices(person: Person): string[] {
  const codes: string[] = [];
  person.on('notice', ({ code }) => void codes.push(code));
  return codes;
}

test('asked, seen by the owner, let in: the team opens by itself', async () => {
  const { owner, address, server } = await ownedTeam();
  const seen: JoinRequest[][] = [];
  owner.on('requests', (list) => void seen.push(list));
  const jonas = await openPerson();
  const teams: Pushes['teams'][] = [];
  jonas.on('teams', (list) => void teams.push(list));
  const asking = await ask(jonas, address, 'Jonas');
  expect(await jonas.call('app.boot')).toMatchObject({
    teams: [],
    asking: [{ id: asking, name: 'Test team', address, words: server.words, trouble: null }],
    settings: { name: 'Jonas' },
  });
  await eventually(() => expect(seen.at(-1)).toMatchObject([{ id: asking, name: 'Jonas' }]));

  await owner.call('request.answer', { request: asking, admit: true });
  await jonas.live();
  await eventually(async () => {
    expect(await jonas.call('app.boot')).toMatchObject({ asking: [] });
    expect(tickets(jonas)).toEqual([]);
  });
  await eventually(() => expect(teams.at(-1)).toMatchObject([{ id: server.team.id }]));
  await eventually(() => expect(seen.at(-1)).toEqual([]));
  const general = await jonas.find('general');
  await jonas.say(general, 'thank you');
  await owner.sees(general, ['thank you']);
});

test('declined: told once, and nothing is left', async () => {
  const { owner, address } = await ownedTeam();
  const jonas = await openPerson();
  await jonas.call('app.boot');
  const told = notices(jonas);
  const asking = await ask(jonas, address, 'Jonas');
  await owner.call('request.answer', { request: asking, admit: false });
  await eventually(() => expect(told).toEqual(['DECLINED']));
  expect(await jonas.call('app.boot')).toMatchObject({ asking: [], teams: [] });
  expect(tickets(jonas)).toEqual([]);
});

test('taken back, it is not asked any more', async () => {
  const { owner, address } = await ownedTeam();
  const jonas = await openPerson();
  const asking = await ask(jonas, address, 'Jonas');
  await jonas.call('asking.cancel', { asking });
  expect(await jonas.call('app.boot')).toMatchObject({ asking: [] });
  expect(tickets(jonas)).toEqual([]);
  await owner.call('request.answer', { request: asking, admit: true });
  // Another question at the same door, so that there was time for the first to be asked again.
  const second = await ask(jonas, address, 'Jonas 2');
  await owner.call('request.answer', { request: second, admit: true });
  await jonas.live();
  const me = (await jonas.call('people.list')).find(({ name }) => name === 'Jonas 2');
  expect((await jonas.state()).me).toBe(me?.id);
});

test('the app ends while it waits, and the server too: it goes on waiting', async () => {
  const folder = testFolder();
  const { owner, address, server } = await ownedTeam({ folder });
  const jonas = await openPerson();
  const asking = await ask(jonas, address, 'Jonas');
  await jonas.close();
  await server.close();
  const back = await openPerson({ folder: jonas.folder });
  await eventually(async () =>
    expect(await back.call('app.boot')).toMatchObject({
      asking: [{ id: asking, trouble: { code: 'UNREACHABLE' } }],
    }),
  );
  await back.close();

  await testServer({ folder, port: server.port });
  await owner.call('link.retry');
  await owner.live();
  const again = await openPerson({ folder: jonas.folder });
  expect(await again.call('app.boot')).toMatchObject({ asking: [{ id: asking }] });
  expect((await waiting(owner)).id).toBe(asking);
  await owner.call('request.answer', { request: asking, admit: true });
  await again.live();
});

test('an invite leads in, past addresses that are dead, once as often as it says', async () => {
  const { owner, address } = await ownedTeam({ door: 'invite' });
  const invite = await owner.call('invite.create', { expiresIn: 60_000, uses: 1 });
  const link = parseInviteLink(invite.link);
  expect(link).toMatchObject({ addresses: [address], team: 'Test team' });
  // The first is closed, the second takes a connection and never says a word.
  const addresses = ['127.0.0.1:1', await silence(), address];
  const far = formatInviteLink({ ...link, addresses });

  const jonas = await openPerson();
  const preview = await jonas.call('team.look', { place: far });
  expect(preview).toMatchObject({
    name: 'Test team',
    address,
    pin: link.pin,
    invite: { role: 'member', person: null },
    joined: false,
  });
  const { place, pin } = preview;
  expect(await jonas.call('team.join', { place, pin, name: 'Jonas' })).toMatchObject({
    state: 'joined',
    team: { address },
  });
  await jonas.live();
  await expect(jonas.call('team.join', { place, pin, name: 'Jonas' })).rejects.toMatchObject({
    code: 'ALREADY_IN',
  });

  const ines = await openPerson();
  await expect(joinAt(ines, invite.link, { name: 'Ines' })).rejects.toMatchObject({
    code: 'INVITE_INVALID',
  });
  await expect(joinAt(ines, address, { name: 'Ines' })).rejects.toMatchObject({
    code: 'INVITE_NEEDED',
  });
  expect(tickets(ines)).toEqual([]);
  await eventually(async () =>
    // Used up: nobody has to look after it any more.
    expect(await owner.call('invites.list')).toEqual([]),
  );
});

test('an answer that was lost is asked for again with the same ticket: one person', async () => {
  const { owner, server } = await ownedTeam({ door: 'open' });
  const cut = await cutAnswers(server.port);
  const jonas = await openPerson();
  const { place, pin } = await jonas.call('team.look', { place: cut.address });
  // Finding the server again takes one connection, asking it the next.
  cut.loseFrom(2);
  const lost = jonas.call('team.join', { place, pin, name: 'Jonas' }).catch((error) => error);
  // The server has him.
  await eventually(async () => expect(await owner.call('people.list')).toHaveLength(2));
  cut.hangUp();
  expect(await lost).toMatchObject({ code: 'UNREACHABLE' });
  await jonas.close();
  const back = await openPerson({ folder: jonas.folder });
  await back.call('team.join', { place, pin, name: 'Jonas' });
  await back.live();
  expect(await owner.call('people.list')).toHaveLength(2);
  // Somebody else of that name is somebody else.
  const other = await openPerson();
  await expect(joinAt(other, cut.address, { name: 'Jonas' })).rejects.toMatchObject({
    code: 'NAME_TAKEN',
  });
});

test('a second computer comes by a link, a third by a spoken code', async () => {
  const { owner, address } = await ownedTeam();
  const general = await owner.find('general');
  await owner.say(general, 'before');
  const byLink = await owner.call('device.invite', { spoken: false });
  const laptop = await openPerson();
  const preview = await laptop.call('team.look', { place: byLink.link });
  const { me } = await owner.state();
  expect(preview.invite).toMatchObject({ person: { id: me, name: 'Mara' } });
  await laptop.call('team.join', { place: preview.place, pin: preview.pin });
  await laptop.live();

  const spoken = await owner.call('device.invite', { spoken: true });
  expect(spoken.code).toMatch(/^\d{8}$/);
  const phone = await openPerson();
  await joinAt(phone, address, { code: spoken.code! });
  await phone.live();

  for (const device of [laptop, phone]) {
    expect(await device.state()).toMatchObject({ me });
    await device.sees(general, ['before']);
  }
  const devices = await laptop.call('devices.list', {});
  expect(devices).toHaveLength(3);
  expect(devices.filter(({ current }) => current)).toHaveLength(1);
  // Neither opens twice.
  for (const code of [parseInviteLink(byLink.link).code, spoken.code!]) {
    const thief = await openPerson();
    await expect(joinAt(thief, address, { code })).rejects.toMatchObject({
      code: 'INVITE_INVALID',
    });
  }
  await expect(
    joinAt(laptop, (await owner.call('device.invite', { spoken: false })).link),
  ).rejects.toMatchObject({ code: 'ALREADY_IN' });
});

test('a code that is spoken lets a new person in, once', async () => {
  const { owner, address } = await ownedTeam({ door: 'invite' });
  const { code } = await owner.call('invite.speak');
  const jonas = await openPerson();
  await joinAt(jonas, address, { name: 'Jonas', code: code! });
  await jonas.live();
  const ines = await openPerson();
  await expect(joinAt(ines, address, { name: 'Ines', code: code! })).rejects.toMatchObject({
    code: 'INVITE_INVALID',
  });
});

test('a link that somebody opened is shown once, and a broken one is told', async () => {
  const { owner } = await ownedTeam();
  const { link } = await owner.call('invite.create', { expiresIn: null, uses: null });
  const jonas = await openPerson();
  jonas.openLink(link);
  expect((await jonas.call('app.boot')).opened).toEqual({ kind: 'invite', text: link });
  expect((await jonas.call('app.boot')).opened).toBeNull();
  const told = notices(jonas);
  const opened: string[] = [];
  jonas.on('opened', (it) => void opened.push(it.kind === 'invite' ? it.text : it.kind));
  jonas.openLink(link);
  jonas.openLink('lanline://join/nothing');
  jonas.openLink(`lanline://delete/${'x'.repeat(1_000_000)}`);
  expect(opened).toEqual([link]);
  expect(told).toEqual(['LINK_INVALID', 'LINK_INVALID']);
  expect((await jonas.call('app.boot')).teams).toEqual([]);
});
