// Networks that let some ways to the server through and others not: the best that works is found, down and up again.
import { expect, test } from 'vitest';
import type { WalkTiming } from '../../src/core/transport/walk.ts';
import type { Way, WaysState } from '../../src/shared/ways.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer, openPerson, ownedTeam, type Person } from '../support/person.ts';
import { httpProxy, type Manners } from '../support/proxies.ts';
import { testServer } from '../support/server.ts';

/** Everything that takes minutes, in moments. */
const hurried: Partial<WalkTiming> = {
  // A way that is slow to open is none that is blocked.
  greetingMs: 4000,
  youngMs: 60_000,
  climbFirstMs: 200,
  climbCapMs: 400,
  climbGapMs: 0,
};
/** Climbs only when it is told to. */
const patient: Partial<WalkTiming> = { ...hurried, climbFirstMs: 3_600_000, climbCapMs: 3_600_000 };

async function behind(manners: Manners, walking: Partial<WalkTiming> = patient) {
  const server = await testServer();
  const proxy = await httpProxy(server.port, manners);
  const jonas = await newcomer(server.addresses[0]!, 'Jonas');
  const mara = await newcomer(`http://${proxy.address}`, 'Mara', { walking });
  return { server, proxy, mara, jonas, general: await mara.find('general') };
}

const goesBy = (person: Person, way: Way): Promise<void> =>
  eventually(async () => expect(await person.link()).toMatchObject({ state: 'live', way }));

const stateOf = async (person: Person, way: Way) =>
  (await person.call('link.ways')).rows.find((row) => row.way === way)?.state;

const numbered = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${from} ${n + 1}`);

/** Both say these, one after the other, while whatever happens happens; each has them all, once, in order. */
async function talkThrough(
  { mara, jonas, general }: { mara: Person; jonas: Person; general: string },
  happens: () => Promise<void>,
): Promise<void> {
  const said = { mara: numbered('Mara', 15), jonas: numbered('Jonas', 15) };
  const talk = async (): Promise<void> => {
    for (const [n, text] of said.mara.entries()) {
      await mara.say(general, text);
      await jonas.tells(general, said.jonas[n] ?? '');
    }
  };
  await Promise.all([talk(), happens()]);
  const all = [...said.mara, ...said.jonas].toSorted();
  for (const person of [mara, jonas])
    await eventually(async () => {
      const texts = await person.texts(general);
      expect(texts.toSorted()).toEqual(all);
      expect(texts.filter((text) => text.startsWith('Mara'))).toEqual(said.mara);
      expect(texts.filter((text) => text.startsWith('Jonas'))).toEqual(said.jonas);
    });
}

test('without a proxy the best way is used, and the others are untried', async () => {
  const { mara } = await behind({});
  await goesBy(mara, 'websocket');
  const { forced, rows } = await mara.call('link.ways');
  expect(forced).toBeNull();
  expect(rows.map(({ way, state }) => `${way} ${state}`)).toEqual([
    'websocket inUse',
    'polling untried',
    'stream untried',
    'longPoll untried',
    'poll untried',
    'plain untried',
  ]);
});

test('a proxy that knows no WebSockets costs one try, and not one each time', async () => {
  const { mara, jonas, general, proxy } = await behind({ refusesUpgrades: true });
  await goesBy(mara, 'polling');
  expect(await stateOf(mara, 'websocket')).toBe('blocked');
  expect(proxy.asked.filter((one) => one.startsWith('UPGRADE'))).toHaveLength(1);
  await talkThrough({ mara, jonas, general }, async () => {
    proxy.hangUp();
    await goesBy(mara, 'polling');
  });
  expect(proxy.asked.filter((one) => one.startsWith('UPGRADE'))).toHaveLength(1);
});

test('a stream that is buffered is given up, remembered, and questions are asked instead', async () => {
  const manners = { refusesUpgrades: true, refuses: '/socket.io', buffers: true };
  const { mara, jonas, general, proxy } = await behind(manners);
  await goesBy(mara, 'longPoll');
  const { rows } = await mara.call('link.ways');
  expect(rows.find(({ way }) => way === 'stream')).toMatchObject({
    state: 'blocked',
    error: { code: 'TIMEOUT' },
  });
  proxy.asked.length = 0;
  await talkThrough({ mara, jonas, general }, async () => {
    proxy.hangUp();
    await goesBy(mara, 'longPoll');
  });
  expect(proxy.asked.filter((one) => one.includes('socket.io'))).toEqual([]);
});

test('when only single questions work, they do', async () => {
  const manners = { refusesUpgrades: true, refuses: '/socket.io', buffers: true };
  const walking = { ...patient, greetingMs: 1500 };
  const { mara, jonas, general } = await behind(manners, walking);
  await mara.call('link.force', { way: 'poll' });
  await goesBy(mara, 'poll');
  await talkThrough({ mara, jonas, general }, async () => undefined);
  expect(await mara.link()).toMatchObject({ state: 'live', way: 'poll' });
});

test('what is said while walking down and climbing back up comes once and in order', async () => {
  const talk = await behind({}, hurried);
  const { mara, proxy } = talk;
  await goesBy(mara, 'websocket');
  await talkThrough(talk, async () => {
    proxy.manners = { refusesUpgrades: true };
    proxy.hangUp();
    await goesBy(mara, 'polling');
    proxy.manners = {};
    await goesBy(mara, 'websocket');
  });
  expect(await stateOf(mara, 'websocket')).toBe('inUse');
});

test('a better way takes over without a visible break', async () => {
  const { mara, proxy, jonas, general } = await behind({ refusesUpgrades: true });
  await goesBy(mara, 'polling');
  const states: string[] = [];
  mara.on('link', (link) => states.push(link.state === 'live' ? link.way : link.state));
  const told: WaysState[] = [];
  mara.on('ways', (ways) => told.push(ways));
  proxy.manners = {};
  mara.wake();
  await goesBy(mara, 'websocket');
  expect([...new Set(states)]).toEqual(['polling', 'websocket']);
  expect(told.at(-1)?.rows[0]).toMatchObject({ way: 'websocket', state: 'inUse' });
  await jonas.say(general, 'still here');
  await mara.sees(general, ['still here']);
});

test('behind a proxy that cuts everything at some age, long polls are found, and last', async () => {
  const walking = { ...hurried, youngMs: 2500, waitSeconds: 1 };
  const talk = await behind({ cutsAfterMs: 1500 }, walking);
  const { mara, proxy } = talk;
  await eventually(async () => expect(await stateOf(mara, 'websocket')).toBe('blocked'));
  await eventually(async () => expect(await stateOf(mara, 'polling')).toBe('blocked'));
  await goesBy(mara, 'longPoll');

  // Better ways open, and end again before they are trusted.
  const states = new Set<string>();
  mara.on('link', (link) => states.add(link.state === 'live' ? link.way : link.state));
  const tries = (): number => proxy.asked.filter((one) => one.startsWith('UPGRADE')).length;
  const before = tries();
  await talkThrough(talk, () => eventually(() => expect(tries()).toBeGreaterThan(before)));
  expect([...states]).toEqual(['longPoll']);

  proxy.manners = {};
  await eventually(async () => expect(await mara.link()).toMatchObject({ way: 'websocket' }));
});

test('a proxy that stalls is no server that answers, and nothing is blamed', async () => {
  const { mara, proxy, jonas, general } = await behind(
    {},
    { ...patient, answerMs: 1500, greetingMs: 1500 },
  );
  proxy.manners = { stalls: true };
  proxy.hangUp();
  await mara.offline();
  await eventually(async () =>
    expect(await mara.link()).toMatchObject({ reason: { code: 'UNREACHABLE' } }),
  );
  expect(await stateOf(mara, 'websocket')).toBe('works');
  await mara.say(general, 'patience');
  proxy.manners = {};
  await mara.call('link.retry');
  await jonas.sees(general, ['patience']);
  await goesBy(mara, 'websocket');
});

test.each<Way>(['poll', 'plain'])('only %s, when somebody wants that', async (way) => {
  const { mara, jonas, general, proxy } = await behind({}, hurried);
  await mara.call('link.force', { way });
  await goesBy(mara, way);
  expect(await mara.call('link.ways')).toMatchObject({ forced: way });
  await mara.say(general, 'by this way');
  await jonas.sees(general, ['by this way']);
  proxy.hangUp();
  await goesBy(mara, way);
  await mara.call('link.force', { way: null });
  await goesBy(mara, 'websocket');
});

test('the only way stays the only one at the next start', async () => {
  const { mara, proxy } = await behind({}, hurried);
  await mara.call('link.force', { way: 'stream' });
  await goesBy(mara, 'stream');
  await mara.close();
  const again = await openPerson({ folder: mara.folder, walking: hurried });
  await goesBy(again, 'stream');
  expect(await again.call('link.ways')).toMatchObject({ forced: 'stream' });
  proxy.manners = { refuses: '/api/v1/events' };
  proxy.hangUp();
  await again.offline();
  await eventually(async () => expect(await stateOf(again, 'stream')).toBe('blocked'));
  expect((await again.call('network.contacts')).map(({ host, why }) => `${why} ${host}`)).toEqual([
    'team 127.0.0.1',
  ]);
});

test('what the server itself refuses is not tried by other ways', async () => {
  const { owner, server } = await ownedTeam({ door: 'open' });
  const proxy = await httpProxy(server.port);
  const jonas = await newcomer(`http://${proxy.address}`, 'Jonas', { walking: hurried });
  const user = await jonas.me();
  await jonas.close();
  await owner.call('person.set', { user, active: false });
  proxy.asked.length = 0;
  const again = await openPerson({ folder: jonas.folder, walking: hurried });
  expect(await again.refused()).toBe('DEACTIVATED');
  expect(proxy.asked).toEqual(['UPGRADE /socket.io/']);
});
