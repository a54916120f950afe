// What is said of the team on the network follows the team.
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { connectControl } from '../../server/cli/control.ts';
import { browse } from '../../src/node/discovery/browse.ts';
import type { Sighting } from '../../src/shared/discovery.ts';
import { onLoopback } from '../node/discovery/samples.ts';
import { eventually } from '../support/eventually.ts';
import { testServer } from '../support/server.ts';

test('a server is seen as it is, as long as it runs', async () => {
  const on = onLoopback();
  const found: Sighting[] = [];
  const lost: Sighting[] = [];
  const browser = browse({ ...on, found: (one) => found.push(one), lost: (one) => lost.push(one) });
  onTestFinished(() => browser.close());
  const { interfaces, beaconPort, mdnsPort } = on;
  const server = await testServer({
    team: 'Harbour',
    announce: { interfaces, beaconPort, mdnsPort },
  });
  expect(server.announcing).toBe(true);
  const seen = (what: object) =>
    eventually(() => expect(found.at(-1)).toMatchObject({ team: server.team.id, ...what }));
  await seen({ name: 'Harbour', pin: server.pin, port: server.port, people: 0, host: '127.0.0.1' });
  await server.join('Mara');
  await server.join('Jonas');
  await seen({ people: 2 });
  const console = await connectControl(server.folder);
  await console?.ask('team.set', { id: uuidv7(), name: 'Ufer', door: 'ask' });
  await seen({ name: 'Ufer', people: 2 });
  const after = await console?.rotateKey();
  await seen({ pin: after?.pin });
  await server.stop();
  await eventually(() => expect(lost.at(-1)).toMatchObject({ team: server.team.id }));
});

test('a server that also speaks plain HTTP names its key', async () => {
  const { interfaces, beaconPort, mdnsPort, log } = onLoopback();
  const found: Sighting[] = [];
  const browser = browse({
    interfaces,
    beaconPort,
    mdnsPort,
    log,
    found: (one) => found.push(one),
  });
  onTestFinished(() => browser.close());
  const announce = { interfaces, beaconPort, mdnsPort };
  const server = await testServer({ insecure: true, announce });
  await eventually(() =>
    expect(found.at(-1)).toMatchObject({ team: server.team.id, pin: server.pin }),
  );
});

test('a server that only this computer reaches is not announced', async () => {
  expect((await testServer({ announce: true })).announcing).toBe(false);
  expect((await testServer({ announce: undefined })).announcing).toBe(false);
});
