import { expect, onTestFinished, test } from 'vitest';
import { createNearby, type Nearby, nearbyLimits } from '../../../src/node/discovery/nearby.ts';
import type { NearbyTeam } from '../../../src/shared/discovery.ts';
import { eventually } from '../../support/eventually.ts';
import { announcement, sighting } from './samples.ts';

type Watched = Nearby & { told: NearbyTeam[][]; wait(ms: number): void };

/** With a clock of its own; what has run out is noticed within a second of the real one. */
function nearby(): Watched {
  let now = 1000;
  const told: NearbyTeam[][] = [];
  const made = createNearby({ changed: (list) => told.push(list), now: () => now });
  onTestFinished(made.close);
  return { ...made, told, wait: (ms) => void (now += ms) };
}

const address = (number: number): string =>
  `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

test('a team is told once, with all that was said', () => {
  const { found, told, list } = nearby();
  const seen = sighting();
  found(seen);
  found({ ...seen, way: 'dns-sd' });
  const { team, name, pin, people, host, port } = seen;
  const entry = { identity: pin, team, name, pin, people, hosts: [{ host, port }] };
  expect(list()).toEqual([entry]);
  expect(told).toEqual([[entry]]);
});

test('the same pin in another place is another host, what appeared last first', () => {
  const { found, list } = nearby();
  const said = announcement();
  for (const [index, host] of ['10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.1'].entries())
    found(sighting({ ...said, host, at: index }));
  expect(list()).toHaveLength(1);
  expect(list()[0]?.hosts.map(({ host }) => host)).toEqual(['10.1.0.3', '10.1.0.2', '10.1.0.1']);
});

test('a name is no identity: another pin under the same name is a team of its own', () => {
  const { found, list } = nearby();
  const real = announcement({ name: 'Studio Nord' });
  found(sighting(real));
  found(sighting({ ...real, pin: announcement().pin, host: '10.1.0.66' }));
  expect(list().map(({ name }) => name)).toEqual(['Studio Nord', 'Studio Nord']);
  expect(new Set(list().map(({ identity }) => identity)).size).toBe(2);
});

test('without a pin the team is told by its id', () => {
  const { found, list } = nearby();
  const open = announcement({ pin: null });
  found(sighting({ ...open, host: '10.1.0.1' }));
  found(sighting({ ...open, host: '10.1.0.2' }));
  found(sighting({ ...announcement({ pin: null }), name: open.name }));
  expect(list().find(({ team }) => team === open.team)?.hosts).toHaveLength(2);
  expect(list()).toHaveLength(2);
});

test('a latecomer with the same pin cannot rename the team, its own host can', () => {
  const { found, list } = nearby();
  const real = announcement({ name: 'Studio Nord', people: 3 });
  found(sighting({ ...real, host: '10.1.0.1' }));
  found(sighting({ ...real, host: '10.1.0.66', name: 'Fake', people: 99 }));
  expect(list()).toMatchObject([{ name: 'Studio Nord', people: 3 }]);
  found(sighting({ ...real, host: '10.1.0.1', name: 'Studio Süd', people: 4 }));
  expect(list()).toMatchObject([{ name: 'Studio Süd', people: 4 }]);
});

test('a host that moved to another port is there and no longer here', () => {
  const { found, list } = nearby();
  const seen = sighting({ port: 7788 });
  found(seen);
  found({ ...seen, port: 7799 });
  expect(list()[0]?.hosts).toEqual([{ host: seen.host, port: 7799 }]);
});

test('beacons that stop are forgotten after twenty seconds', async () => {
  const { found, list, told, wait } = nearby();
  const [silent, loud] = [sighting({ host: '10.1.0.1' }), sighting({ host: '10.1.0.2' })];
  found(silent);
  found(loud);
  wait(19_000);
  found(loud);
  wait(1000);
  await eventually(() => expect(list().map(({ pin }) => pin)).toEqual([loud.pin]));
  await eventually(() => expect(told.at(-1)).toEqual(list()));
});

test('what DNS-SD said holds longer, also when beacons stop', async () => {
  const { found, list, wait } = nearby();
  const seen = sighting();
  found({ ...seen, way: 'dns-sd' });
  found(seen);
  const other = sighting();
  found(other);
  wait(21_000);
  await eventually(() => expect(list().map(({ pin }) => pin)).toEqual([seen.pin]));
  wait(49_000);
  await eventually(() => expect(list()).toEqual([]));
});

test('a goodbye counts for the place it came from', async () => {
  const { found, lost, list, told } = nearby();
  const said = announcement();
  found(sighting({ ...said, host: '10.1.0.1' }));
  found(sighting({ ...said, host: '10.1.0.2' }));
  lost(sighting({ ...said, host: '10.1.0.66' }));
  expect(list()[0]?.hosts).toHaveLength(2);
  lost(sighting({ ...said, host: '10.1.0.2' }));
  expect(list()[0]?.hosts.map(({ host }) => host)).toEqual(['10.1.0.1']);
  lost(sighting({ ...said, host: '10.1.0.1' }));
  lost(sighting({ ...said, host: '10.1.0.1' }));
  await eventually(() => expect(told.at(-1)).toEqual([]));
});

test('a flood of 2,000 teams leaves those in sight where they are', () => {
  const { found, list } = nearby();
  const real = sighting({ name: 'Real' });
  found(real);
  for (let number = 0; number < 2000; number += 1) found(sighting({ host: address(number) }));
  expect(list()).toHaveLength(nearbyLimits.teams);
  expect(list().filter(({ pin }) => pin === real.pin)).toHaveLength(1);
});

test('they stay through a flood that goes on, and the flood is gone when it ends', async () => {
  const { found, list, wait } = nearby();
  const real = sighting();
  for (let second = 0; second < 60; second += 5) {
    found(real);
    for (let number = 0; number < 2000; number += 1) found(sighting({ host: address(number) }));
    wait(5000);
  }
  expect(list().some(({ pin }) => pin === real.pin)).toBe(true);
  wait(16_000);
  found(real);
  wait(4000);
  await eventually(() => expect(list()).toHaveLength(1));
  const late = sighting({ host: address(7) });
  found(late);
  expect(list()).toHaveLength(2);
});

test('one machine fills only so many places', () => {
  const { found, list } = nearby();
  for (let number = 0; number < 2000; number += 1) found(sighting({ host: '10.1.0.66' }));
  expect(list()).toHaveLength(nearbyLimits.teamsOfHost);
  found(sighting({ host: '10.1.0.7' }));
  expect(list()).toHaveLength(nearbyLimits.teamsOfHost + 1);
});

test('many machines that claim one pin do not push the first away', () => {
  const { found, list } = nearby();
  const said = announcement();
  for (let number = 0; number < 2000; number += 1)
    found(sighting({ ...said, host: address(number), port: 1 + number }));
  const hosts = list()[0]?.hosts ?? [];
  expect(hosts).toHaveLength(nearbyLimits.hostsOfTeam);
  expect(hosts.at(-1)).toEqual({ host: address(0), port: 1 });
});

test('a machine that has gone may announce again as much as before', () => {
  const { found, lost, list } = nearby();
  const seen = Array.from({ length: nearbyLimits.teamsOfHost }, () => sighting());
  seen.forEach(found);
  seen.forEach(lost);
  expect(list()).toEqual([]);
  for (const again of seen) found({ ...again, pin: announcement().pin });
  expect(list()).toHaveLength(nearbyLimits.teamsOfHost);
});

test('changes are told at most three times a second, and the last one always', async () => {
  const { found, list, told } = nearby();
  const started = performance.now();
  const said = announcement();
  for (let people = 1; people <= 300; people += 1) {
    found(sighting({ ...said, people }));
    await new Promise(setImmediate);
  }
  await eventually(() => expect(told.at(-1)).toMatchObject([{ people: 300 }]));
  expect(told.at(-1)).toEqual(list());
  expect(told.length).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 333) + 1);
});

test('what is only repeated is not told', async () => {
  const { found, told } = nearby();
  const seen = sighting();
  const started = performance.now();
  await eventually(() => {
    found({ ...seen, way: 'dns-sd' });
    found(seen);
    // Longer than the pause between two tellings.
    expect(performance.now() - started).toBeGreaterThan(800);
  });
  expect(told).toHaveLength(1);
});

test('after its end it says nothing more', () => {
  const { found, close, told } = nearby();
  found(sighting());
  found(sighting());
  close();
  found(sighting());
  expect(told).toHaveLength(1);
});

test('false hosts that came first do not keep the right one out, and a flood does not push it out', () => {
  const { found, list } = nearby();
  const said = announcement();
  const hosts = () => list()[0]?.hosts.map(({ host }) => host) ?? [];
  const claim = (number: number) => found(sighting({ ...said, host: address(number) }));
  for (let number = 0; number < 50; number += 1) claim(number);
  found(sighting({ ...said, host: '10.9.0.1' }));
  expect(hosts()[0]).toBe('10.9.0.1');
  // They go on, and others come.
  for (let number = 0; number < 8; number += 1) claim(number);
  for (let number = 50; number < 55; number += 1) claim(number);
  expect(hosts()).toContain('10.9.0.1');
  expect(hosts()).toHaveLength(nearbyLimits.hostsOfTeam);
});

test('what failed makes room first, what was proven never goes and stands first', () => {
  const { found, list, judged } = nearby();
  const said = announcement({ name: 'Studio Nord' });
  const identity = said.pin ?? '';
  const claim = (number: number) =>
    found(sighting({ ...said, name: 'Fake', host: address(number), port: 1 }));
  for (let number = 0; number < nearbyLimits.hostsOfTeam; number += 1) claim(number);
  judged(identity, `${address(3)}:1`, false);
  expect(list()[0]?.hosts.at(-1)?.host).toBe(address(3));
  found(sighting({ ...said, host: '10.9.0.1' }));
  expect(list()[0]?.hosts.map(({ host }) => host)).not.toContain(address(3));
  judged(identity, '10.9.0.1:7788', true);
  for (let number = 20; number < 2000; number += 1) claim(number);
  expect(list()[0]?.hosts[0]).toEqual({ host: '10.9.0.1', port: 7788 });
  expect(list()[0]?.name).toBe('Studio Nord');
  // Nor does a word in its name, from another port, move it.
  found(sighting({ ...said, host: '10.9.0.1', port: 9 }));
  expect(list()[0]?.hosts[0]).toEqual({ host: '10.9.0.1', port: 7788 });
  expect(list()[0]?.hosts[1]).toEqual({ host: '10.9.0.1', port: 9 });
});

test('a list that few machines have filled has room for others', () => {
  const { found, list } = nearby();
  const early = sighting({ host: '10.8.0.1' });
  found(early);
  // Each team at two of them.
  for (let number = 0; number < 300; number += 1) {
    const said = announcement();
    for (const half of [0, 30]) found(sighting({ ...said, host: address(half + (number % 20)) }));
  }
  expect(list()).toHaveLength(nearbyLimits.teams);
  const real = Array.from({ length: 20 }, (_, n) => sighting({ host: `10.9.0.${n}` }));
  real.forEach(found);
  // Somebody loud claims them, too.
  for (const said of [early, ...real]) found({ ...said, host: address(1) });
  for (let number = 0; number < 50; number += 1) found(sighting({ host: `10.7.0.${number}` }));
  expect(list()).toHaveLength(nearbyLimits.teams);
  const pins = list().map(({ pin }) => pin);
  for (const { pin } of [early, ...real]) expect(pins).toContain(pin);
});

test('who announces as much as the others gets no place of theirs', () => {
  const { found, list } = nearby();
  const before = Array.from({ length: nearbyLimits.teams }, (_, n) =>
    sighting({ host: address(n) }),
  );
  before.forEach(found);
  const pins = list().map(({ pin }) => pin);
  for (let number = 0; number < 50; number += 1) found(sighting({ host: '10.9.0.1' }));
  expect(list().map(({ pin }) => pin)).toEqual(pins);
});
