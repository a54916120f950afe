// Settings > Connection: each way measured on demand, beside the one in use.
import { expect, test } from 'vitest';
import type { Link } from '../../src/shared/rows.ts';
import { Way, type WaysState } from '../../src/shared/ways.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/person.ts';
import { httpProxy } from '../support/proxies.ts';
import { testServer } from '../support/server.ts';

test('every way is measured over TLS, and the connection goes on meanwhile', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const links: Link[] = [];
  mara.on('link', (link) => links.push(link));
  const told: WaysState[] = [];
  mara.on('ways', (ways) => told.push(ways));
  const rows = await Promise.all(Way.options.map((way) => mara.call('link.try', { way })));
  for (const [n, way] of Way.options.entries()) {
    const row = rows[n];
    expect(row).toMatchObject({ way, state: way === 'websocket' ? 'inUse' : 'works', error: null });
    const { samples = [], medianMs = 0, p95Ms = 0, bytesPerMessage = 0 } = row?.trial ?? {};
    expect(samples).toHaveLength(10);
    expect(medianMs).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThanOrEqual(medianMs);
    // There and back, and what is around it.
    expect(bytesPerMessage).toBeGreaterThan(2 * 80);
    expect(bytesPerMessage).toBeLessThan(20_000);
  }
  const bytes = (way: Way): number =>
    rows.find((row) => row.way === way)?.trial?.bytesPerMessage ?? 0;
  expect(bytes('websocket')).toBeLessThan(bytes('longPoll'));
  await eventually(async () => expect(told.at(-1)).toEqual(await mara.call('link.ways')));
  expect(links.filter(({ state }) => state !== 'live')).toEqual([]);
});

test.each<Way>(['longPoll', 'poll'])('polls are measured beside the %s in use', async (way) => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  await mara.call('link.force', { way });
  await eventually(async () => expect(await mara.link()).toMatchObject({ state: 'live', way }));
  for (const other of ['longPoll', 'poll'] as const)
    expect(await mara.call('link.try', { way: other })).toMatchObject({ error: null });
});

test('a way that does not work is a row with its reason, and nothing else', async () => {
  const server = await testServer();
  const proxy = await httpProxy(server.port, { refusesUpgrades: true });
  const mara = await newcomer(`http://${proxy.address}`, 'Mara');
  for (const way of ['websocket', 'plain'] as const)
    expect(await mara.call('link.try', { way })).toMatchObject({
      way,
      state: 'blocked',
      error: { code: 'UNREACHABLE' },
      trial: null,
    });
  expect(await mara.link()).toMatchObject({ state: 'live', way: 'polling' });
  expect(await mara.call('link.try', { way: 'stream' })).toMatchObject({ state: 'works' });
});

test('while somebody looks, the round trip is measured every second', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const measured: number[] = [];
  mara.on('link', (link) => {
    if (link.state === 'live' && link.rttMs !== null) measured.push(link.rttMs);
  });
  await mara.call('link.watch', { on: true });
  await eventually(() => expect(measured.length).toBeGreaterThan(3));
  await mara.call('link.watch', { on: false });
});
