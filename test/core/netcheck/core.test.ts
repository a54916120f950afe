// "Check the network" as the window asks for it: of a real core with real teams behind TLS.
import { expect, it } from 'vitest';
import type { CheckRow } from '../../../src/shared/rows.ts';
import { quietCorner } from '../../support/announced.ts';
import { eventually } from '../../support/eventually.ts';
import { testHost } from '../../support/hosts.ts';
import { newcomer, openPerson } from '../../support/person.ts';
import { testServer } from '../../support/server.ts';
import { expectWorded } from './recorded.ts';

const discovery = quietCorner();

// It listens for some seconds.
const patient = { timeout: 60_000 };

const rowOf = (rows: CheckRow[], check: string): CheckRow | undefined =>
  rows.find((row) => row.check === check);

it('tells each row while it runs, and asks the joined team what time it is', patient, async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0] ?? '', 'Mara', { discovery });
  const told: CheckRow[] = [];
  mara.on('check', (row) => told.push(row));
  const rows = await mara.call('network.check');
  expect(rows).toHaveLength(10);
  expect(told).toHaveLength(20);
  expect(told.slice(10)).toEqual(rows);
  const address = server.addresses[0];
  expect(rowOf(rows, 'server')).toMatchObject({ text: 'connected', facts: { address } });
  expect(rowOf(rows, 'clock')).toMatchObject({ state: 'good', text: 'agrees' });
  expect(rowOf(rows, 'subnet')).toMatchObject({ state: 'good', text: 'same' });

  const contacts = await mara.call('network.contacts');
  expect(contacts).toContainEqual(expect.objectContaining({ host: '127.0.0.1', why: 'team' }));
  expect(contacts).toContainEqual(expect.objectContaining({ host: '127.0.0.1', why: 'check' }));
});

it('of a team that is hosted here', patient, async () => {
  const mara = await openPerson({ hosting: testHost(), discovery });
  await mara.call('team.host', { team: 'Riverside Lab', name: 'Mara', port: 0 });
  const { hosting } = await eventually(async () => {
    const state = await mara.state();
    expect(state.hosting?.state).toBe('running');
    return state;
  });
  const port = hosting?.state === 'running' ? hosting.port : 0;
  const rows = await mara.call('network.check');
  // This server listens on loopback only, so whether all addresses answer depends on the machine.
  const { text, facts } = rowOf(rows, 'server') ?? {};
  expect(text).toMatch(/^(listening|partly)$/);
  expect(facts?.['addresses']).toBe(`127.0.0.1:${port}`);
  expect(rowOf(rows, 'port')?.facts['ports']).toBe(`${port}`);
  expect(rowOf(rows, 'beacon')).toMatchObject({ state: 'good', text: 'own' });
  // It would only be compared with itself.
  expect(rowOf(rows, 'clock')).toMatchObject({ state: 'unknown', text: 'nobody' });
});

it('calls out to nobody where discovery is off', patient, async () => {
  const mara = await openPerson({ discovery: false });
  await mara.call('nearby.watch', { on: true });
  const rows = await mara.call('network.check');
  for (const check of ['multicast', 'beacon']) {
    const row = rowOf(rows, check);
    expect(row).toMatchObject({ state: 'unknown', text: 'off' });
    expectWorded(row!.check, { state: 'unknown', text: 'off' });
  }
  expect(await mara.call('network.contacts')).toEqual([]);
});
