// Discovery between computers, on networks that come, go and change.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Computer, createLan, type Lan, whyNoNamespaces } from '../../support/namespaces.ts';
import type { Report } from './party.ts';

const why = await whyNoNamespaces();
const team = randomUUID();

async function lan(...options: Parameters<typeof createLan>): Promise<Lan> {
  const made = await createLan(...options);
  onTestFinished(made.close);
  return made;
}

function start(
  on: Computer,
  task: 'announce' | 'browse',
): { party: ChildProcess; reports: Report[] } {
  const party = on.fork(new URL('./party.ts', import.meta.url), [task, team]);
  onTestFinished(() => void party.kill('SIGKILL'));
  const reports: Report[] = [];
  party.on('message', (report) => reports.push(report as Report));
  return { party, reports };
}

const seenAt = (reports: Report[], host: string): string[] =>
  reports.flatMap((report) =>
    'found' in report && report.found.host === host ? [report.found.way] : [],
  );

/** An interface is noticed within seconds, a beacon comes every five. */
const beforeLong = <T>(check: () => T): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });

const seenBothWays = (reports: Report[], host: string): Promise<void> =>
  beforeLong(() =>
    expect(seenAt(reports, host)).toEqual(expect.arrayContaining(['dns-sd', 'beacon'])),
  );

describe.skipIf(why !== undefined)('on a network of several computers', { timeout: 60_000 }, () => {
  test('a team is seen where it is, also at its next address, and seen to leave', async () => {
    const { computers } = await lan(2);
    const [host, guest] = computers as [Computer, Computer];
    const { party } = start(host, 'announce');
    const { reports } = start(guest, 'browse');
    await seenBothWays(reports, host.address);

    await host.disconnect();
    const next = host.address.replace(/\d+$/, '200');
    await host.connect(next);
    await seenBothWays(reports, next);

    party.disconnect();
    await once(party, 'exit');
    await beforeLong(() => expect(reports.some((report) => 'lost' in report)).toBe(true));
  });

  test('computers that start without a network find each other once there is one', async () => {
    const { computers } = await lan(2, { connected: 0 });
    const [host, guest] = computers as [Computer, Computer];
    const announcing = start(host, 'announce');
    const browsing = start(guest, 'browse');
    for (const { reports } of [announcing, browsing])
      await beforeLong(() => expect(reports).toContainEqual({ ready: true }));
    await host.connect();
    await guest.connect();
    await seenBothWays(browsing.reports, host.address);
    expect(announcing.reports).toContainEqual({ log: 'discovery: announcing: no network' });
    expect(browsing.reports).toContainEqual({ log: 'discovery: browsing: no network' });
  });

  test('a beacon from outside our networks counts for nothing', async () => {
    const { computers } = await lan(2);
    const [guest, foreign] = computers as [Computer, Computer];
    const outside = '10.99.0.5';
    await foreign.run('ip', 'address', 'add', `${outside}/24`, 'dev', 'eth0');
    const { reports } = start(guest, 'browse');
    const said = { lanline: 1, kind: 'here', team, name: 'X', pin: null, port: 1, people: 1 };
    const to = guest.address.replace(/\d+$/, '255');
    const send = (from: string): Promise<string> =>
      foreign.run(process.execPath, '-e', sending, from, to, JSON.stringify(said));
    // The one from inside, sent after the other, shows that both have arrived.
    await vi.waitFor(
      async () => {
        await send(outside);
        await send(foreign.address);
        expect(seenAt(reports, foreign.address).length).toBeGreaterThan(1);
      },
      { timeout: 20_000 },
    );
    expect(seenAt(reports, outside)).toEqual([]);
  });
});

/** A program that sends one broadcast: from, to, text. */
const sending = `
  const [, from, to, text] = process.argv;
  const socket = require('node:dgram').createSocket('udp4');
  socket.bind(0, from, () => {
    socket.setBroadcast(true);
    socket.send(text, 7787, to, () => socket.close());
  });`;
