// Joining a team of the list: its key is the team, whoever else claims to have it and wherever.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { DiscoveryChoice } from '../../src/core/lookout.ts';
import { hereBeacon } from '../../src/node/discovery/beacon.ts';
import type { Announcement } from '../../src/shared/discovery.ts';
import type { NearbyTeam } from '../../src/shared/rows.ts';
import { stranger } from '../node/discovery/samples.ts';
import { announced, quietCorner, saidBy } from '../support/announced.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';
import { impostor } from '../support/impostor.ts';
import { openPerson } from '../support/person.ts';
import { testServer } from '../support/server.ts';

/** A server without any key; answers how often it was asked. */
async function plain() {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, asked: () => asked };
}

test('only the holder of the key in the list is looked at, and nothing without a key', async () => {
  const server = await testServer();
  const thief = await impostor(server.team);
  const open = await plain();
  const jonas = await openPerson();
  for (const { address } of [thief, open]) {
    for (const place of [address, `http://${address}`])
      await expect(jonas.call('team.look', { place, pin: server.pin })).rejects.toMatchObject({
        code: 'KEY_CHANGED',
      });
  }
  expect(thief.told()).toBe('');
  expect(open.asked()).toBe(0);
});

test('among many hosts the one that shows the key is the one, and is joined', async () => {
  const server = await testServer({ door: 'open' });
  const thief = await impostor(server.team);
  const open = await plain();
  const jonas = await openPerson();
  const hosts = [thief.address, '127.0.0.1:1', open.address, server.addresses[0]!];
  const preview = await jonas.call('team.look', { place: thief.address, pin: server.pin, hosts });
  expect(preview).toMatchObject({
    address: server.addresses[0],
    pin: server.pin,
    security: { kind: 'pin', words: server.words },
  });
  await jonas.call('team.join', { place: preview.place, pin: preview.pin, name: 'Jonas' });
  await jonas.live();
  expect(thief.told()).toBe('');
});

test('false hosts that claim the key first keep nobody from being found, joined and followed', async () => {
  const discovery = quietCorner();
  const folder = testFolder();
  const first = await testServer({ folder, door: 'open' });
  const thief = await impostor(first.team);
  await crowd(discovery, { ...saidBy(first), port: thief.port });
  const jonas = await openPerson({ discovery });
  let rows: NearbyTeam[] = [];
  jonas.on('nearby', (list) => void (rows = list));
  await jonas.call('nearby.watch', { on: true });
  await eventually(() => expect(rows[0]?.hosts).toHaveLength(16));
  const there = announced(discovery, saidBy(first));
  await eventually(() => expect(rows[0]?.hosts).toContain(first.addresses[0]));
  const [row] = rows;
  const place = thief.address;
  const seen = { place, pin: first.pin, hosts: row!.hosts };
  const preview = await jonas.call('team.look', seen);
  expect(preview).toMatchObject({ address: first.addresses[0], pin: first.pin });
  // Who has shown the key stands first.
  await eventually(() => expect(rows[0]?.address).toBe(first.addresses[0]));
  await jonas.call('team.join', { place: preview.place, pin: preview.pin, name: 'Jonas' });
  await jonas.live();

  await there.close();
  await first.close();
  await jonas.offline();
  const second = await testServer({ folder });
  announced(discovery, saidBy(second));
  await jonas.live();
  expect((await jonas.state()).address).toBe(second.addresses[0]);
  expect(thief.told()).toBe('');
});

/** Twenty computers that go on saying the same, until the test is over. */
async function crowd(corner: DiscoveryChoice, said: Announcement): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, n) => stranger(`127.0.0.${100 + n}`)),
  );
  const shout = (): void => {
    for (const { send } of all)
      void send(hereBeacon(said), corner.beaconPort ?? 0, '127.255.255.255');
  };
  const shouting = setInterval(shout, 300);
  onTestFinished(() => clearInterval(shouting));
}
