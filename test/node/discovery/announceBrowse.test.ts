import { decode } from 'dns-packet';
import { expect, onTestFinished, test } from 'vitest';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { announce, type Announcer } from '../../../src/node/discovery/announce.ts';
import { hereBeacon, readBeacon, whoBeacon } from '../../../src/node/discovery/beacon.ts';
import { browse, type Finder } from '../../../src/node/discovery/browse.ts';
import { answerFor, mdnsGroup, question, readAnswers } from '../../../src/node/discovery/dnsSd.ts';
import { createNearby, nearbyLimits } from '../../../src/node/discovery/nearby.ts';
import type { DiscoveryOptions } from '../../../src/node/discovery/options.ts';
import type { Announcement, NearbyTeam, Sighting } from '../../../src/shared/discovery.ts';
import { eventually } from '../../support/eventually.ts';
import { announcement, nonsense, onLoopback, stranger } from './samples.ts';

const broadcast = '127.255.255.255';

function announced(on: DiscoveryOptions, describe: () => Announcement): Announcer {
  const announcer = announce({ ...on, describe });
  onTestFinished(announcer.close);
  return announcer;
}

function browsing(on: DiscoveryOptions, finder: Partial<Finder> = {}) {
  const seen: Sighting[] = [];
  const lost: Sighting[] = [];
  const browser = browse({
    ...on,
    found: (sighting) => seen.push(sighting),
    lost: (sighting) => lost.push(sighting),
    ...finder,
  });
  onTestFinished(browser.close);
  return { seen, lost, browser };
}

/** Somebody who hears all that is multicast on loopback. */
async function eavesdropper(port: number): Promise<Buffer[]> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(port, '0.0.0.0');
  await once(socket, 'listening');
  socket.addMembership(mdnsGroup, '127.0.0.1');
  onTestFinished(() => void socket.close());
  const heard: Buffer[] = [];
  socket.on('message', (message) => heard.push(message));
  return heard;
}

test.each(['beacon', 'dns-sd'] as const)(
  'a team is seen by %s, at the address it speaks from',
  async (way) => {
    const on = onLoopback();
    const said = announcement({ name: '茉莉花茶' });
    announced(on, () => said);
    const { seen } = browsing(on);
    const one = await eventually(() => {
      const found = seen.find((sighting) => sighting.way === way);
      expect(found).toBeDefined();
      return found;
    });
    expect(one).toEqual({ ...said, host: '127.0.0.1', way, at: expect.any(Number) });
  },
);

test('whoever starts first, several programs on one computer all see each other', async () => {
  const on = onLoopback();
  const [first, second] = [announcement(), announcement({ pin: null })];
  const early = browsing(on);
  announced(on, () => first);
  announced(on, () => second);
  const late = browsing(on);
  for (const { seen } of [early, late])
    for (const team of [first.team, second.team])
      for (const way of ['beacon', 'dns-sd'])
        await eventually(() =>
          expect(
            seen.some((one) => one.team === team && one.way === way),
            `${way}`,
          ).toBe(true),
        );
});

test('refreshing tells what is so now', async () => {
  const on = onLoopback();
  let said = announcement({ people: 1 });
  const announcer = announced(on, () => said);
  const { seen } = browsing(on);
  await eventually(() => expect(seen.length).toBeGreaterThan(1));
  said = { ...said, people: 2, name: 'Renamed' };
  announcer.refresh();
  for (const way of ['beacon', 'dns-sd'])
    await eventually(() =>
      expect(seen.filter((one) => one.way === way).at(-1)).toMatchObject({
        people: 2,
        name: 'Renamed',
      }),
    );
});

test('closing says goodbye', async () => {
  const on = onLoopback();
  const said = announcement();
  const announcer = announced(on, () => said);
  const { seen, lost } = browsing(on);
  await eventually(() => expect(seen.some(({ way }) => way === 'dns-sd')).toBe(true));
  await announcer.close();
  await eventually(() => expect(lost[0]).toMatchObject({ ...said, host: '127.0.0.1' }));
});

test('after its end nothing is reported', async () => {
  const on = onLoopback();
  const { seen, browser } = browsing(on);
  const others = browsing(on);
  await browser.close();
  announced(on, announcement);
  await eventually(() => expect(others.seen.length).toBeGreaterThan(1));
  expect(seen).toEqual([]);
});

test('who asks is answered, in proportion and not without end', async () => {
  const on = onLoopback();
  const said = announcement();
  announced(on, () => said);
  const asker = await stranger();
  await eventually(async () => {
    await asker.send(whoBeacon, on.beaconPort, broadcast);
    expect(asker.heard.length).toBeGreaterThan(0);
  });
  expect(readBeacon(asker.heard[0] ?? Buffer.alloc(0))).toEqual(said);

  const started = performance.now();
  const curt = await stranger('127.0.0.3');
  await curt.send(Buffer.from('{"lanline":1,"kind":"who"}'), on.beaconPort, broadcast);
  const greedy = await stranger('127.0.0.2');
  for (let asked = 0; asked < 500; asked += 1)
    await greedy.send(whoBeacon, on.beaconPort, broadcast);
  // Asked after the others, so that what was for them has been handled.
  const last = await stranger('127.0.0.4');
  await eventually(async () => {
    await last.send(whoBeacon, on.beaconPort, broadcast);
    expect(last.heard.length).toBeGreaterThan(0);
  });
  expect(greedy.heard.length).toBeGreaterThan(0);
  const seconds = Math.ceil((performance.now() - started) / 1000);
  expect(greedy.heard.length).toBeLessThanOrEqual(5 * (seconds + 1));
  expect(curt.heard).toEqual([]);
});

test('a thousand questions by multicast are answered about once a second', async () => {
  const on = onLoopback();
  announced(on, announcement);
  const heard = await eavesdropper(on.mdnsPort);
  const asker = await stranger();
  const started = performance.now();
  for (let asked = 0; asked < 1000; asked += 1) await asker.send(question, on.mdnsPort, mdnsGroup);
  const answers = (): Buffer[] => heard.filter((message) => decode(message).type === 'response');
  await eventually(() => expect(answers().length).toBeGreaterThan(1));
  expect(answers().length).toBeLessThanOrEqual((performance.now() - started) / 1000 + 2);
  expect(answers().flatMap(readAnswers).length).toBe(answers().length);
});

test('nonsense is ignored and leaves everything as it was', async () => {
  const on = onLoopback();
  const said = announcement();
  announced(on, () => said);
  const { seen } = browsing(on);
  const vandal = await stranger('127.0.0.66');
  for (const message of nonsense(hereBeacon(announcement())))
    await vandal.send(message, on.beaconPort, broadcast);
  for (const message of nonsense(answerFor(announcement(), '127.0.0.66')))
    await vandal.send(message, on.mdnsPort, mdnsGroup);
  const late = browsing(on);
  for (const way of ['beacon', 'dns-sd'])
    await eventually(() =>
      expect(late.seen.some((one) => one.way === way && one.team === said.team)).toBe(true),
    );
  await eventually(() => expect(seen.at(-1)).toMatchObject(said));
});

test('2,000 announced teams: the list is bounded, the real one is on it and stays', async () => {
  const on = onLoopback();
  const real = announcement({ name: 'Real' });
  const told: NearbyTeam[][] = [];
  const nearby = createNearby({ changed: (list) => told.push(list) });
  onTestFinished(nearby.close);
  browsing(on, nearby);
  announced(on, () => real);
  await eventually(() => expect(nearby.list()).toHaveLength(1));
  const started = performance.now();
  const vandal = await stranger('127.0.0.66');
  for (let number = 0; number < 1000; number += 1) {
    await vandal.send(hereBeacon(announcement()), on.beaconPort, broadcast);
    await vandal.send(answerFor(announcement(), '127.0.0.66'), on.mdnsPort, mdnsGroup);
  }
  await eventually(() => expect(nearby.list()).toHaveLength(1 + nearbyLimits.teamsOfHost));
  expect(nearby.list().some(({ pin }) => pin === real.pin)).toBe(true);
  expect(told.length).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 333) + 2);
});

test('a computer without that network is told of once, and nothing is thrown', async () => {
  const logged: string[] = [];
  const on = { ...onLoopback((_, message) => logged.push(message)), interfaces: ['10.255.255.1'] };
  const announcer = announced(on, announcement);
  const { seen, browser } = browsing(on);
  announcer.refresh();
  expect(logged).toEqual(['discovery: announcing: no network', 'discovery: browsing: no network']);
  await Promise.all([announcer.close(), browser.close()]);
  expect(seen).toEqual([]);
});

test('where another program has the port for itself, we are still seen and see others', async () => {
  const logged: string[] = [];
  const on = onLoopback((_, message) => logged.push(message));
  const selfish = createSocket('udp4');
  selfish.bind(on.beaconPort, '0.0.0.0');
  await once(selfish, 'listening');
  onTestFinished(() => void selfish.close());
  const heard: Buffer[] = [];
  selfish.on('message', (message) => heard.push(message));
  const said = announcement();
  announced(on, () => said);
  const { seen } = browsing(on);
  await eventually(() => expect(heard.map(readBeacon)).toContainEqual(said));
  await eventually(() => expect(heard.map(readBeacon)).toContain('who'));
  await eventually(() => expect(seen.some(({ way }) => way === 'dns-sd')).toBe(true));
  expect(logged.toSorted()).toEqual([
    'discovery: hearing beacons: EADDRINUSE',
    'discovery: hearing beacons: EADDRINUSE',
  ]);
});

test('closing twice, and closing at once, is fine', async () => {
  const on = onLoopback();
  const announcer = announced(on, announcement);
  const { seen, browser } = browsing(on);
  await Promise.all([announcer.close(), announcer.close(), browser.close(), browser.close()]);
  await announcer.close();
  announcer.refresh();
  expect(seen).toEqual([]);
});
