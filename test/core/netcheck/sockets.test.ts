// Knocking, asking for the time, calling out and listening: with real sockets, on loopback.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createContacts } from '../../../src/core/contacts.ts';
import { hearBeacons } from '../../../src/core/netcheck/beacon.ts';
import { knock } from '../../../src/core/netcheck/knock.ts';
import { checkListening } from '../../../src/core/netcheck/listening.ts';
import { hearMulticast } from '../../../src/core/netcheck/multicast.ts';
import { ownAddresses } from '../../../src/core/netcheck/networks.ts';
import { checkPort } from '../../../src/core/netcheck/port.ts';
import { serverAhead } from '../../../src/core/netcheck/serverTime.ts';
import { thisSystem } from '../../../src/core/netcheck/system.ts';
import type { HostedTeam, KnownTeam } from '../../../src/core/netcheck/teams.ts';
import { createIdentity, pinOfIdentity } from '../../../src/node/identity.ts';
import { freePort } from '../../support/freePort.ts';
import { tlsServer } from '../../support/tlsServer.ts';
import { expectWorded } from './recorded.ts';

const here = '127.0.0.1';
const loopback = ownAddresses(thisSystem.interfaces(), [here]).filter(
  ({ address }) => address === here,
);

async function listen(server: Server): Promise<number> {
  server.listen(0, here);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function udpPort(): Promise<number> {
  const socket: Socket = createSocket('udp4');
  socket.bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

const hostedOn = (port: number, state: HostedTeam['state']['state'] = 'running'): HostedTeam => ({
  name: 'Riverside Lab',
  port,
  state:
    state === 'running'
      ? { state, port, addresses: [] }
      : state === 'failed'
        ? { state, error: { code: 'PORT_IN_USE', message: '' } }
        : { state },
});

const teamAt = (address: string, link: KnownTeam['link'] = 'offline'): KnownTeam => ({
  name: 'Riverside Lab',
  address,
  link,
  trust: { kind: 'none' },
  hosted: false,
});

it('knocking tells open from refused', async () => {
  const port = await listen(createServer());
  expect(await knock(here, port)).toBe('open');
  expect(await knock(here, await freePort())).toBe('refused');
});

it('a hosted team listens on every own address, or on none', async () => {
  const port = await listen(createServer());
  const check = async (team: HostedTeam, own = loopback) => {
    const finding = await checkListening({ own, hosted: [team], teams: [], note: () => {} });
    expectWorded('server', finding);
    return finding;
  };
  expect(await check(hostedOn(port))).toMatchObject({
    state: 'good',
    text: 'listening',
    facts: { addresses: `${here}:${port}` },
  });
  expect(await check(hostedOn(await freePort()))).toMatchObject({ state: 'bad', text: 'deaf' });
  // An address of this computer on which that server does not listen.
  const second = loopback.map((one) => ({ ...one, address: '127.0.0.2' }));
  expect(await check(hostedOn(port), [...loopback, ...second])).toMatchObject({
    state: 'warning',
    text: 'partly',
    facts: { closed: `127.0.0.2:${port}` },
  });
  expect(await check(hostedOn(port), [])).toMatchObject({ state: 'warning', text: 'onlyHere' });
  expect(await check(hostedOn(port, 'starting'))).toMatchObject({ text: 'starting' });
  expect(await check(hostedOn(port, 'failed'))).toMatchObject({ state: 'bad', advice: 'seePort' });
});

it("somebody else's server answers, refuses, or is not asked", async () => {
  const port = await listen(createServer());
  const contacts = createContacts();
  const check = async (...teams: KnownTeam[]) => {
    const finding = await checkListening({
      own: loopback,
      hosted: [],
      teams,
      note: contacts.note,
    });
    expectWorded('server', finding);
    return finding.text;
  };
  expect(await check()).toBe('noTeam');
  expect(await check(teamAt(`${here}:${port}`, 'live'))).toBe('connected');
  expect(contacts.list()).toEqual([]);
  expect(await check(teamAt(`${here}:${port}`))).toBe('opens');
  expect(contacts.list()).toMatchObject([{ host: here, port, why: 'check' }]);
  const closed = await freePort();
  expect(await check(teamAt(`${here}:${port}`, 'live'), teamAt(`${here}:${closed}`))).toBe(
    'refused',
  );
  // No name is looked up, nobody outside is asked.
  const before = contacts.list().length;
  expect(await check(teamAt('localhost:1'), teamAt('203.0.113.9:7788'))).toBe('notTried');
  expect(contacts.list()).toHaveLength(before);
});

it.runIf(process.platform === 'linux')('a taken port is told with its holder', async () => {
  const port = await listen(createServer());
  // Where nobody listens, so that only what is said is looked at.
  let usual = await freePort();
  const check = async (...hosted: HostedTeam[]) => {
    const finding = await checkPort(hosted, thisSystem, usual);
    expectWorded('port', finding);
    return finding;
  };
  const taken = await check(hostedOn(port, 'failed'));
  expect(taken).toMatchObject({ state: 'bad', text: 'takenBy', advice: 'free' });
  expect(taken.facts?.['holder']).toMatch(new RegExp(`^.+ \\(${process.pid}\\)$`));

  const unknown = await check(hostedOn(await freePort(), 'failed'));
  expect(unknown).toMatchObject({ state: 'bad', text: 'taken' });
  expect(unknown.command).toMatch(/^sudo ss -lptn 'sport = :\d+'$/);
  expect((await check()).text).toBe('notNeeded');
  expect((await check(hostedOn(port))).text).toBe('ours');
  usual = port;
  const moved = await check(hostedOn(port + 1));
  expect(moved).toMatchObject({ state: 'warning', text: 'movedBy', advice: 'withPort' });
  expect(moved.facts).toMatchObject({
    usual: port,
    port: port + 1,
    holder: taken.facts?.['holder'],
  });
  const hidden = { ...thisSystem, read: async () => null };
  const unseen = await checkPort([hostedOn(port + 1)], hidden, port);
  expectWorded('port', unseen);
  expect(unseen.text).toBe('moved');
  // Another team of ours is no stranger.
  expect((await check(hostedOn(port + 1), hostedOn(port))).text).toBe('ours');
  const other = { code: 'DATA_IN_USE' as const, message: '' };
  expect((await check({ ...hostedOn(port), state: { state: 'failed', error: other } })).text).toBe(
    'notAsked',
  );
});

it("a server's clock is told by its answers", async () => {
  let date = (): string => new Date().toUTCString();
  const server = createHttpServer((_, response) => response.setHeader('date', date()).end('{}'));
  const place = { host: here, port: await listen(server) };
  const trust = { kind: 'none' } as const;
  expect(Math.abs((await serverAhead({ trust }, place)) ?? Infinity)).toBeLessThan(60_000);
  date = () => new Date(Date.now() + 3_600_000).toUTCString();
  expect(Math.round(((await serverAhead({ trust }, place)) ?? 0) / 60_000)).toBe(60);
  date = () => 'yesterday';
  expect(await serverAhead({ trust }, place)).toBeNull();
  expect(await serverAhead({ trust }, { host: here, port: await freePort() })).toBeNull();
});

it('a silent server keeps nobody waiting', async () => {
  const place = { host: here, port: await listen(createServer()) };
  expect(await serverAhead({ trust: { kind: 'none' } }, place, 50)).toBeNull();
});

it('the time is believed only from the right key', async () => {
  const identity = await createIdentity();
  const { port, seen } = await tlsServer(identity);
  const ask = (pin: string) => serverAhead({ trust: { kind: 'pin', pin } }, { host: here, port });
  const stranger = await createIdentity();
  expect(await ask(pinOfIdentity(stranger))).toBeNull();
  expect(seen).toMatchObject({ connections: 1, requests: 0 });
  expect(await ask(pinOfIdentity(identity))).not.toBeNull();
});

it('own multicasts come back, on loopback', async () => {
  const contacts = createContacts();
  const port = await udpPort();
  const heard = await hearMulticast({
    lan: loopback,
    own: loopback,
    listenMs: 1500,
    port,
    note: contacts.note,
  });
  expect(heard).toEqual({ back: [here], silent: [], others: [], trouble: null });
  expect(contacts.list()).toMatchObject([{ host: '224.0.0.251', port, why: 'check' }]);
});

it('own beacons come back, on loopback', async () => {
  const contacts = createContacts();
  const port = await udpPort();
  const heard = await hearBeacons({
    lan: loopback,
    own: loopback,
    listenMs: 1500,
    port,
    note: contacts.note,
  });
  expect(heard).toEqual({ back: [here], silent: [], others: [], trouble: null });
  expect(contacts.list()).toMatchObject([{ host: '127.255.255.255', port, why: 'check' }]);
});

it('a port that another program has to itself is told', async () => {
  const alone = createSocket('udp4');
  alone.bind(0);
  await once(alone, 'listening');
  onTestFinished(() => void alone.close());
  const { port } = alone.address();
  const options = { lan: loopback, own: loopback, listenMs: 100, port, note: () => {} };
  const nothing = { back: [], silent: [here], others: [], trouble: 'EADDRINUSE' };
  expect(await hearMulticast(options)).toEqual(nothing);
  expect(await hearBeacons(options)).toEqual(nothing);
});

it('without a network nobody is called, and nobody waits', async () => {
  const notes: string[] = [];
  const options = { lan: [], own: [], listenMs: 60_000, note: (host: string) => notes.push(host) };
  const nothing = { back: [], silent: [], others: [], trouble: null };
  expect(await hearMulticast(options)).toEqual(nothing);
  expect(await hearBeacons({ ...options, port: await udpPort() })).toEqual(nothing);
  expect(notes).toEqual([]);
});
