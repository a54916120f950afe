// A server that is not where it was is found again by its key; whoever only says that it is the
// server is not.
import { expect, test } from 'vitest';
import type { NearbyTeam } from '../../src/shared/rows.ts';
import { announced, quietCorner, saidBy } from '../support/announced.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { impostor } from '../support/impostor.ts';
import { joinAt, newcomer, openPerson, type Person } from '../support/person.ts';
import { testServer } from '../support/server.ts';

/** The newest list that was pushed. */
async function looking(person: Person): Promise<() => NearbyTeam[]> {
  let last: NearbyTeam[] = [];
  person.on('nearby', (list) => void (last = list));
  await person.call('nearby.watch', { on: true });
  return () => last;
}

test('a server with another address is followed, by who was connected and by who was not', async () => {
  const discovery = quietCorner();
  const folder = testFolder();
  const first = await testServer({ folder });
  const before = announced(discovery, saidBy(first));
  const mara = await newcomer(first.addresses[0]!, 'Mara', { discovery });
  const jonas = await newcomer(first.addresses[0]!, 'Jonas', { discovery });
  const general = await mara.find('general');
  await jonas.close();
  await before.close();
  await first.close();
  await mara.offline();
  await mara.say(general, 'where are you?');

  const second = await testServer({ folder });
  expect(second.port).not.toBe(first.port);
  announced(discovery, saidBy(second));
  await mara.live();
  expect((await mara.state()).address).toBe(second.addresses[0]);
  const back = await openPerson({ folder: jonas.folder, discovery });
  await back.live();
  await back.sees(general, ['where are you?']);
});

test('where it was before is tried too, without anybody announcing it', async () => {
  const [folder, discovery] = [testFolder(), quietCorner()];
  const first = await testServer({ folder });
  const mara = await newcomer(first.addresses[0]!, 'Mara', { discovery });
  await first.close();
  const second = await testServer({ folder });
  const there = announced(discovery, saidBy(second));
  await mara.live();
  await there.close();
  await second.close();
  await mara.offline();
  await testServer({ folder, port: first.port });
  await mara.call('link.retry');
  await mara.live();
  expect((await mara.state()).address).toBe(first.addresses[0]);
});

test('somebody else took its address: a full stop there, and found again elsewhere', async () => {
  const [folder, discovery] = [testFolder(), quietCorner()];
  const first = await testServer({ folder });
  const mara = await newcomer(first.addresses[0]!, 'Mara', { discovery });
  await first.close();
  const other = await impostor({ ...first.team, name: 'Another' }, { port: first.port });
  expect(await mara.refused()).toBe('KEY_CHANGED');
  const second = await testServer({ folder });
  announced(discovery, saidBy(second));
  await mara.live();
  expect((await mara.state()).address).toBe(second.addresses[0]);
  expect(other.told()).not.toMatch(/POST|socket\.io/);
});

test('teams in sight are listed with their words, until nobody looks any more', async () => {
  const discovery = quietCorner();
  const server = await testServer({ team: 'Workshop' });
  const jonas = await openPerson({ discovery });
  const nearby = await looking(jonas);
  const there = announced(discovery, { ...saidBy(server), people: 7 });
  await eventually(() =>
    expect(nearby()).toEqual([
      {
        key: server.pin,
        team: server.team.id,
        name: 'Workshop',
        people: 7,
        address: server.addresses[0],
        hosts: server.addresses,
        words: server.words,
        secure: true,
        joined: false,
      },
    ]),
  );
  const [seen] = nearby();
  await joinAt(jonas, seen!.address, { name: 'Jonas' });
  await jonas.live();
  await there.close();
  await eventually(() => expect(nearby()).toEqual([]));
  announced(discovery, saidBy(server));
  await eventually(() => expect(nearby()).toMatchObject([{ joined: true }]));
});

test('a team of the same name and id with another key is another team', async () => {
  const discovery = quietCorner();
  const folder = testFolder();
  const server = await testServer({ folder });
  announced(discovery, saidBy(server));
  const thief = await impostor(server.team);
  announced(discovery, { ...saidBy(server), pin: thief.pin, port: thief.port });
  const mara = await newcomer(server.addresses[0]!, 'Mara', { discovery });
  const nearby = await looking(mara);
  await eventually(() => {
    const rows = nearby().toSorted((one, other) => Number(other.joined) - Number(one.joined));
    expect(rows).toMatchObject([
      { key: server.pin, name: 'Test team', joined: true, words: server.words },
      { key: thief.pin, name: 'Test team', joined: false, words: expect.any(String) },
    ]);
  });
  // Looking shows its own words, whoever it says it is, and going in is refused to a member.
  const preview = await mara.call('team.look', { place: thief.address });
  expect(preview).toMatchObject({ team: server.team.id, joined: false, pin: thief.pin });
  expect(preview.security.words).not.toBe(server.words);
  await expect(
    mara.call('team.join', { place: preview.place, pin: preview.pin, name: 'Mara' }),
  ).rejects.toMatchObject({ code: 'KEY_CHANGED' });
  expect(thief.told()).not.toContain('POST');
});

test('a false server is not followed, not even one that claims the right key', async () => {
  const discovery = quietCorner();
  const folder = testFolder();
  const server = await testServer({ folder });
  const mara = await newcomer(server.addresses[0]!, 'Mara', { discovery });
  const thief = await impostor(server.team);
  announced(discovery, { ...saidBy(server), port: thief.port });
  await server.close();
  await mara.offline();
  const nearby = await looking(mara);
  await eventually(() => expect(nearby()).toMatchObject([{ address: thief.address }]));
  // It was asked, and hung up on, by who looked for the right one.
  await eventually(() => expect(thief.visits()).toBeGreaterThan(0));
  expect(thief.told()).toBe('');
  expect(await mara.state()).toMatchObject({
    address: server.addresses[0],
    security: { words: server.words },
  });
  // The right one comes back elsewhere, and is found past the false one.
  const again = await testServer({ folder });
  announced(discovery, saidBy(again));
  await mara.live();
  expect(thief.told()).toBe('');
});
