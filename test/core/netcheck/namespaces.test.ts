// The checks on computers that are in no network, in one with others, behind a VPN, or kept apart.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startCapture, whyNoCapture } from '../../support/capture.ts';
import { eventually } from '../../support/eventually.ts';
import { type Computer, createLan, type Lan, whyNoNamespaces } from '../../support/namespaces.ts';
import type { CheckName, CheckRow } from '../../../src/shared/rows.ts';
import type { Order, Report } from './fixtures/check.ts';

const why = await whyNoNamespaces();
const whyNot = why ?? (await whyNoCapture());

async function lan(...options: Parameters<typeof createLan>): Promise<Lan> {
  const made = await createLan(...options);
  onTestFinished(made.close);
  return made;
}

/** What the checks find on that computer; `has` answers the row of one. */
async function check(
  on: Computer,
  order: Order = {},
): Promise<Report & { has(check: CheckName): CheckRow }> {
  const child = on.fork(new URL('./fixtures/check.ts', import.meta.url), [JSON.stringify(order)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [report] = (await once(child, 'message')) as [Report];
  const has = (name: CheckName): CheckRow => {
    const row = report.rows.find((one) => one.check === name);
    if (!row) throw new Error(`no row ${name}`);
    return row;
  };
  return { ...report, has };
}

/** Announces a team, as a server does. */
async function announce(on: Computer): Promise<void> {
  const module = new URL('../../node/discovery/party.ts', import.meta.url);
  const party = on.fork(module, ['announce', randomUUID()]);
  onTestFinished(() => void party.kill('SIGKILL'));
  await once(party, 'message');
}

/** Answers in HTTP on port 7788, and says nothing else. */
async function serve(on: Computer): Promise<void> {
  const script =
    'require("node:http").createServer((_, r) => r.end()).listen(7788, () => console.log("up"))';
  const server = on.spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  if (server.stdout) await once(server.stdout, 'data');
}

const teamAt = (address: string, link: 'live' | 'offline' = 'offline') => ({
  name: 'Riverside Lab',
  address,
  link,
  trust: { kind: 'none' as const },
  hosted: false,
});

describe.skipIf(why !== undefined)(
  `on computers of their own${why ? ` (${why})` : ''}`,
  { timeout: 60_000 },
  () => {
    test('no network at all', async () => {
      const { computers } = await lan(1, { connected: 0 });
      const { has, contacts } = await check(computers[0] as Computer);
      expect(has('addresses')).toMatchObject({
        state: 'bad',
        text: 'none',
        advice: 'advice.connect',
      });
      expect(has('multicast')).toMatchObject({ state: 'unknown', text: 'noNetwork' });
      expect(has('beacon')).toMatchObject({ state: 'unknown', text: 'noNetwork' });
      expect(has('isolation')).toMatchObject({ text: 'noNetwork' });
      expect(contacts).toEqual([]);
    });

    test('alone in a network', async () => {
      const { computers, subnet } = await lan(1);
      const [alone] = computers as [Computer];
      const { has } = await check(alone, { looked: ['10.99.0.5'] });
      expect(has('addresses')).toMatchObject({ state: 'good', text: 'found' });
      expect(has('addresses').facts).toEqual({ addresses: alone.address, networks: subnet });
      expect(has('multicast')).toMatchObject({ state: 'warning', text: 'alone' });
      expect(has('beacon')).toMatchObject({ state: 'warning', text: 'alone' });
      expect(has('vpn')).toMatchObject({ state: 'good', text: 'none' });
      expect(has('subnet')).toMatchObject({ state: 'warning', text: 'other' });
    });

    test('beside a computer that announces a team', async () => {
      const { computers } = await lan(2);
      const [one, other] = computers as [Computer, Computer];
      await announce(other);
      // Its sockets open within moments, and a lost packet is no failure.
      const { has } = await vi.waitFor(
        async () => {
          const found = await check(one, { listenMs: 2500 });
          expect(found.has('multicast').text).toBe('heard');
          expect(found.has('beacon').text).toBe('heard');
          return found;
        },
        { timeout: 30_000 },
      );
      expect(has('multicast')).toMatchObject({ state: 'good', facts: { heard: other.address } });
      expect(has('beacon')).toMatchObject({ state: 'good', facts: { heard: other.address } });
      expect(has('isolation')).toMatchObject({ state: 'good', text: 'neighbours' });
    });

    test('beside a team that answers, in a network that swallows announcements', async () => {
      const { computers } = await lan(2);
      const [one, other] = computers as [Computer, Computer];
      await serve(other);
      const address = `${other.address}:7788`;
      const { has, contacts } = await check(one, { teams: [teamAt(address, 'live')] });
      expect(has('server')).toMatchObject({ state: 'good', text: 'connected' });
      expect(has('multicast')).toMatchObject({ state: 'warning', text: 'filtered' });
      expect(has('beacon')).toMatchObject({ state: 'warning', text: 'filtered' });
      expect(has('isolation')).toMatchObject({ state: 'good', facts: { heard: other.address } });
      expect(has('subnet')).toMatchObject({ state: 'good', text: 'same' });
      expect(has('clock')).toMatchObject({ state: 'good', text: 'agrees' });
      expect(contacts.map(({ host }) => host)).toContain(other.address);
    });

    test('teams that do not answer', async () => {
      const { computers } = await lan(2);
      const [one, other] = computers as [Computer, Computer];
      const server = async (address: string): Promise<string> =>
        (await check(one, { teams: [teamAt(address)] })).has('server').text;
      const [there, nobody] = await Promise.all([
        server(`${other.address}:7788`),
        // Nobody has this address, and nobody knows the way to the last one.
        server(`${one.address.replace(/\d+$/, '99')}:7788`),
      ]);
      expect(there).toBe('refused');
      expect(nobody).toMatch(/^(silent|unreachable)$/);
      await one.run('ip', 'route', 'del', 'default');
      expect(await server('10.99.0.5:7788')).toBe('unreachable');
    });

    test('beside that computer, but kept apart, as guest networks do', async () => {
      const { computers, middle } = await lan(2);
      const [one, other] = computers as [Computer, Computer];
      for (const port of ['port0', 'port1'])
        await middle.run('ip', 'link', 'set', port, 'type', 'bridge_slave', 'isolated', 'on');
      await announce(other);
      const { has } = await check(one, { listenMs: 2500 });
      expect(has('multicast')).toMatchObject({ state: 'warning', text: 'alone' });
      expect(has('beacon')).toMatchObject({ state: 'warning', text: 'alone' });
      // Without Wi-Fi nothing more is claimed.
      expect(has('isolation')).toMatchObject({ state: 'unknown', text: 'quiet' });
    });

    test('a VPN beside the network, and one that takes everything', async () => {
      const { computers } = await lan(1);
      const [computer] = computers as [Computer];
      await computer.run('ip', 'link', 'add', 'wg0', 'type', 'veth', 'peer', 'name', 'far');
      await computer.run('ip', 'link', 'set', 'far', 'up');
      await computer.run('ip', 'address', 'add', '10.8.0.2/24', 'dev', 'wg0');
      await computer.run('ip', 'link', 'set', 'wg0', 'up');
      const beside = await check(computer);
      expect(beside.has('vpn')).toMatchObject({
        state: 'warning',
        text: 'present',
        advice: 'advice.exclude',
        facts: { interfaces: 'wg0' },
      });
      // Nobody is called through it.
      expect(beside.contacts.map(({ host }) => host)).not.toContain('10.8.0.255');

      await computer.run('ip', 'route', 'add', '0.0.0.0/1', 'dev', 'wg0');
      expect((await check(computer)).has('vpn')).toMatchObject({
        text: 'everything',
        advice: 'advice.pause',
      });
      await computer.disconnect();
      expect((await check(computer)).has('addresses')).toMatchObject({
        state: 'warning',
        text: 'onlyVpn',
      });
    });

    test('two interfaces in one network are not taken for a fault', async () => {
      const { computers } = await lan(1);
      const [computer] = computers as [Computer];
      const second = computer.address.replace(/\d+$/, '77');
      await computer.run('ip', 'address', 'add', `${second}/24`, 'dev', 'eth0');
      const { has } = await check(computer);
      expect(has('beacon')).toMatchObject({ text: 'alone', facts: { silent: '' } });
      expect(has('multicast')).toMatchObject({ text: 'alone', facts: { silent: '' } });
    });
  },
);

test.skipIf(whyNot !== undefined)(
  `nothing leaves the network${whyNot ? ` (${whyNot})` : ''}`,
  { timeout: 60_000 },
  async () => {
    const network = await lan(1);
    const [computer] = network.computers as [Computer];
    const capture = await startCapture(network);
    onTestFinished(capture.close);
    const near = computer.address.replace(/\d+$/, '99');
    await check(computer, {
      teams: [
        teamAt(`${near}:7788`),
        teamAt('lab-nas.example:7788'),
        teamAt('lab-nas.local:7788'),
        teamAt('203.0.113.9:7788'),
      ],
      looked: ['nas.example', '198.51.100.7'],
    });
    // The capture saw what there was: calls, and the question who the near one is.
    for (const filter of ['udp dst port 5353', `arp dst host ${near}`])
      await eventually(async () => expect(await capture.packets(filter)).not.toEqual([]));
    // 224.0.0.0/24 stays in the network, whatever it is asked (RFC 5771).
    expect(
      await capture.packets(`ip and not dst net ${network.subnet} and not dst net 224.0.0.0/24`),
    ).toEqual([]);
    expect(await capture.packets('port 53 or icmp')).toEqual([]);
  },
);
