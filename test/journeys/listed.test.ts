// Joining a team of the list: its key is the team, whoever else claims to have it and wherever.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
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
