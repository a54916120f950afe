// Several teams in one app, side by side.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Pushes, TeamPushes } from '../../src/shared/api.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { impostor } from '../support/impostor.ts';
import { joinAt, newcomer, openPerson, type Person, personIn } from '../support/person.ts';
import { testServer, type TestServer } from '../support/server.ts';

/** One person in each of these teams, and somebody else who talks there. */
async function inTeams(...servers: TestServer[]) {
  const mara = await openPerson();
  const teams = [];
  for (const server of servers) {
    const talker = await newcomer(server.addresses[0]!, 'Jonas');
    await joinAt(mara, server.addresses[0]!, { name: 'Mara' });
    const there = personIn(mara, server.team.id);
    await there.live();
    teams.push({ server, there, talker, general: await there.find('general') });
  }
  return { mara, teams };
}

const ids = async (person: Person): Promise<string[]> =>
  (await person.call('app.boot')).teams.map(({ id }) => id);

test('calls and news find their team, and each team its own unread messages', async () => {
  const { mara, teams } = await inTeams(
    await testServer({ team: 'Workshop' }),
    await testServer({ team: 'Choir' }),
  );
  const [workshop, choir] = teams;
  if (!workshop || !choir) throw new Error('two teams');
  expect(await ids(mara)).toEqual([workshop.server.team.id, choir.server.team.id]);
  const heard: Record<string, string[]> = { workshop: [], choir: [] };
  const texts = ({ rows }: TeamPushes['timeline']): string[] =>
    rows.flatMap((row) => (row.kind === 'message' ? [row.text] : []));
  workshop.there.on('timeline', (page) => heard['workshop']?.push(...texts(page)));
  choir.there.on('timeline', (page) => heard['choir']?.push(...texts(page)));
  let last: Pushes['teams'] = [];
  mara.on('teams', (list) => void (last = list));

  await workshop.talker.say(workshop.general, 'the lathe is free');
  await choir.talker.say(choir.general, 'tonight at eight');
  await choir.talker.say(choir.general, '@mara bring the notes');
  await eventually(() =>
    expect(last).toMatchObject([
      { name: 'Workshop', unread: 1, mentions: 0, link: { state: 'live' } },
      { name: 'Choir', unread: 2, mentions: 1, link: { state: 'live' } },
    ]),
  );
  await eventually(() =>
    expect(heard).toEqual({
      workshop: ['the lathe is free'],
      choir: ['tonight at eight', '@mara bring the notes'],
    }),
  );
  await workshop.there.sees(workshop.general, ['the lathe is free']);
  const { rows } = await choir.there.call('timeline.open', { conversation: choir.general });
  await choir.there.call('conversation.read', {
    conversation: choir.general,
    seq: rows.at(-1)?.seq ?? 0,
  });
  await eventually(() => expect(last).toMatchObject([{ unread: 1 }, { unread: 0, mentions: 0 }]));

  // A conversation of one team is nothing in the other; without a team nobody knows whose it is.
  await expect(workshop.there.say(choir.general, 'wrong door')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  for (const nobody of [mara, personIn(mara, choir.general)])
    await expect(nobody.call('conversations.list')).rejects.toMatchObject({
      code: 'INVALID',
      details: { field: 'team' },
    });
});

test('one team away does not disturb the other, and all are back at the next start, in order', async () => {
  const { mara, teams } = await inTeams(
    await testServer({ team: 'Zoo' }),
    await testServer({ team: 'Attic' }),
  );
  const [zoo, attic] = teams;
  if (!zoo || !attic) throw new Error('two teams');
  const order = await ids(mara);
  await zoo.server.close();
  await zoo.there.offline();
  await zoo.there.say(zoo.general, 'for later');
  await attic.talker.say(attic.general, 'hello');
  await attic.there.sees(attic.general, ['hello']);
  expect(await attic.there.link()).toMatchObject({ state: 'live', waiting: 0 });
  await eventually(async () =>
    expect(await zoo.there.link()).toMatchObject({ state: 'offline', waiting: 1 }),
  );
  await mara.close();

  const back = await openPerson({ folder: mara.folder });
  expect(await ids(back)).toEqual(order);
  const there = personIn(back, attic.server.team.id);
  await there.live();
  expect(await there.texts(attic.general)).toEqual(['hello']);
  expect(await personIn(back, zoo.server.team.id).link()).toMatchObject({ waiting: 1 });
});

test('a team that is forgotten leaves the others, and may be joined again', async () => {
  const { mara, teams } = await inTeams(
    await testServer({ folder: testFolder() }),
    await testServer(),
  );
  const [one, two] = teams;
  if (!one || !two) throw new Error('two teams');
  await one.server.close();
  await one.there.offline();
  await one.there.say(one.general, 'unsent');
  await mara.call('settings.set', { team: one.server.team.id });
  await expect(one.there.call('team.forget', {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await one.there.call('team.forget', { discard: true });
  expect(await ids(mara)).toEqual([two.server.team.id]);
  expect((await mara.call('app.boot')).settings.team).toBeNull();
  expect(readdirSync(mara.folder).some((name) => name.startsWith('left-'))).toBe(true);
  await two.there.live();
  // The only one left needs no name.
  expect(await mara.find('general')).toBe(two.general);

  const again = await testServer({ folder: one.server.folder, port: one.server.port });
  await joinAt(mara, again.addresses[0]!, { name: 'Mara 2' });
  expect(await ids(mara)).toEqual([two.server.team.id, again.team.id]);
});

test('leaving signs this computer out, and leaves nothing behind that could come back', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const folder = await mara.teamFolder();
  const { token } = JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')) as {
    token: { sealed: string };
  };
  await mara.call('team.forget', {});
  await expect(
    server.connect({ id: '', name: 'Mara', token: token.sealed, general: '' }),
  ).rejects.toMatchObject({ data: { code: 'REVOKED' } });
  const [left = ''] = readdirSync(mara.folder).filter((name) => name.startsWith('left-'));
  for (const file of readdirSync(join(mara.folder, left)).filter((name) => name.includes('.json')))
    expect(readFileSync(join(mara.folder, left, file), 'utf8')).not.toContain(token.sealed);
});

test('a team that calls itself like one that is here gets neither its place nor its folder', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const { team } = server;
  const shouting = await impostor({ ...team, id: team.id.toUpperCase() });
  await expect(mara.call('team.look', { place: shouting.address })).rejects.toMatchObject({
    code: 'NOT_LANLINE',
  });
  // What lies in a folder of that name belongs to somebody, whatever it is.
  const other = await testServer();
  const squatted = join(mara.folder, 'teams', other.team.id);
  mkdirSync(squatted);
  writeFileSync(join(squatted, 'account.json'), 'not ours');
  await joinAt(mara, other.addresses[0]!, { name: 'Mara' });
  await personIn(mara, other.team.id).live();
  expect(readFileSync(join(squatted, 'account.json'), 'utf8')).toBe('not ours');
});

test('a team from a version that knew one team moves in with the others', async () => {
  const server = await testServer();
  const mara = await newcomer(`http://${server.addresses[0]}`, 'Mara');
  const general = await mara.find('general');
  await mara.say(general, 'long ago');
  await mara.sees(general, ['long ago']);
  const now = await mara.teamFolder();
  await mara.close();
  const account = join(now, 'account.json');
  const { team, name, address, me, token } = JSON.parse(readFileSync(account, 'utf8'));
  const old = { team, name, address, me, token: token.sealed, hosted: null };
  writeFileSync(account, JSON.stringify(old));
  renameSync(now, join(mara.folder, 'team'));

  const back = await openPerson({ folder: mara.folder });
  await back.live();
  expect(await back.texts(general)).toEqual(['long ago']);
  expect(readdirSync(join(mara.folder, 'teams'))).toEqual([server.team.id]);
  expect(readdirSync(mara.folder)).not.toContain('team');
  await back.say(general, 'and now');
  await back.sees(general, ['long ago', 'and now']);
});

test('what lies about in the folder keeps nobody from starting', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  await mara.close();
  const teams = join(mara.folder, 'teams');
  mkdirSync(join(teams, 'empty'));
  mkdirSync(join(teams, 'odd', 'account.json'), { recursive: true });
  writeFileSync(join(teams, 'a file'), 'x');
  mkdirSync(join(mara.folder, 'joining', 'x.json'), { recursive: true });
  writeFileSync(join(mara.folder, 'joining', 'y.json'), '{"id":');
  const back = await openPerson({ folder: mara.folder });
  const codes: string[] = [];
  back.on('notice', ({ code }) => void codes.push(code));
  codes.push(...(await back.call('app.boot')).notices.map(({ code }) => code));
  const damaged = Array.from({ length: 3 }, () => 'SETTINGS_DAMAGED');
  await eventually(() => expect(codes).toEqual(damaged));
  await back.live();
  await joinAt(back, (await testServer()).addresses[0]!, { name: 'Mara' });
  expect(await ids(back)).toHaveLength(2);
});
