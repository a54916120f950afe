// The ten checks together: in order, each told twice, none of them able to stop the others.
import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createContacts } from '../../../src/core/contacts.ts';
import {
  createNetworkCheck,
  type NetworkCheckParts,
} from '../../../src/core/netcheck/networkCheck.ts';
import type { CheckRow } from '../../../src/shared/rows.ts';
import { quietCorner } from '../../support/announced.ts';
import { expectWorded, interfaceOf, recorded } from './recorded.ts';

const order = [
  'addresses',
  'server',
  'port',
  'firewall',
  'multicast',
  'beacon',
  'subnet',
  'vpn',
  'isolation',
  'clock',
];

/** Nothing is called out beyond loopback, on ports that nobody else uses. */
const quiet = (more: Partial<NetworkCheckParts> = {}): NetworkCheckParts => ({
  teams: () => [],
  hosted: () => [],
  looked: () => [],
  discovery: quietCorner(),
  note: () => {},
  listenMs: 200,
  ...more,
});

const checked = (rows: CheckRow[]): string[] => rows.map(({ check }) => check);
const textOf = (rows: CheckRow[], check: string): string | undefined =>
  rows.find((row) => row.check === check)?.text;

/** Each row as a finding that must be worded. */
function expectAllWorded(rows: CheckRow[]): void {
  for (const { check, advice, command, ...rest } of rows)
    expectWorded(check, {
      ...rest,
      state: rest.state === 'running' ? 'unknown' : rest.state,
      ...(advice !== null && { advice: advice.replace('advice.', '') }),
      ...(command !== null && { command }),
    });
}

it('are told in order: first that they run, then what they found', async () => {
  const told: CheckRow[] = [];
  const rows = await createNetworkCheck(quiet()).run((row) => told.push(row));
  expect(checked(rows)).toEqual(order);
  expect(checked(told)).toEqual([...order, ...order]);
  expect(told.map(({ state }) => state === 'running')).toEqual([
    ...order.map(() => true),
    ...order.map(() => false),
  ]);
  expect(told.slice(order.length)).toEqual(rows);
  expectAllWorded(told);
});

it('run once at a time, and again when asked again', async () => {
  const check = createNetworkCheck(quiet());
  const told: CheckRow[] = [];
  const first = check.run((row) => told.push(row));
  const second = check.run((row) => told.push(row));
  expect(await second).toBe(await first);
  expect(told).toHaveLength(2 * order.length);
  expect(await check.run(() => {})).not.toBe(await first);
});

it('fail one by one: what cannot be found out is unknown, with the reason', async () => {
  const broken = {
    ...recorded({ platform: 'linux', interfaces: { eth0: interfaceOf('203.0.113.2/24') } }),
    run: () => Promise.reject(new Error('no answer in time')),
    read: (path: string) =>
      path === '/proc/net/arp' ? Promise.reject(new Error('denied')) : Promise.resolve(null),
  };
  const rows = await createNetworkCheck(quiet({ system: broken })).run(() => {});
  expect(checked(rows)).toEqual(order);
  const unknown = rows.filter(({ text }) => text === 'failed');
  expect(unknown.map(({ check, state, facts }) => [check, state, facts['reason']])).toEqual([
    ['firewall', 'unknown', 'no answer in time'],
    ['isolation', 'unknown', 'denied'],
  ]);
  expectAllWorded(rows);
});

it('survive a system that does not even tell its interfaces', async () => {
  const blind = {
    ...recorded({ platform: 'linux' }),
    interfaces: () => {
      throw new Error('uv_interface_addresses returned Unknown system error 13');
    },
  };
  const rows = await createNetworkCheck(quiet({ system: blind })).run(() => {});
  expect(checked(rows)).toEqual(order);
  // Only this one needs no interfaces.
  expect(rows.filter(({ state }) => state !== 'unknown').map(({ check }) => check)).toEqual([
    'port',
  ]);
  expectAllWorded(rows);
});

it('ask nobody but the teams in reach, and say whom', async () => {
  const server = createHttpServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const contacts = createContacts();
  const team = (address: string, link: 'live' | 'offline') => ({
    name: 'Riverside Lab',
    address,
    link,
    trust: { kind: 'none' } as const,
    hosted: false,
  });
  const rows = await createNetworkCheck(
    quiet({
      note: contacts.note,
      teams: () => [
        team(`127.0.0.1:${port}`, 'live'),
        team('lab-nas.example:7788', 'offline'),
        team('203.0.113.9:7788', 'offline'),
      ],
      looked: () => ['203.0.113.9'],
    }),
  ).run(() => {});
  expect(new Set(contacts.list().map(({ host }) => host))).toEqual(
    new Set(['127.0.0.1', '127.255.255.255', '224.0.0.251']),
  );
  expect(contacts.list().every(({ why }) => why === 'check')).toBe(true);
  expect(textOf(rows, 'server')).toBe('notTried');
  expect(textOf(rows, 'clock')).toBe('agrees');
  expect(textOf(rows, 'subnet')).toBe('other');
  // The team that answers is on this very computer: no sign of anybody else.
  expect(textOf(rows, 'multicast')).toBe('alone');
  expectAllWorded(rows);
});
