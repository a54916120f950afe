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

  test('who speaks from outside our networks is neither heard nor answered', async () => {
    const { computers } = await lan(2);
    const [both, foreign] = computers as [Computer, Computer];
    const outside = '10.99.0.5';
    await foreign.run('ip', 'address', 'add', `${outside}/24`, 'dev', 'eth0');
    // There is a way back, so that only we ourselves keep from answering.
    await both.run('ip', 'route', 'add', '10.99.0.0/24', 'dev', 'eth0');
    const { reports } = start(both, 'browse');
    start(both, 'announce');
    const sender = foreign.fork(new URL('./foreigner.ts', import.meta.url), [
      both.address.replace(/\d+$/, '255'),
      outside,
      foreign.address,
    ]);
    onTestFinished(() => void sender.kill('SIGKILL'));
    const answered: unknown[] = [];
    sender.on('message', (address) => answered.push(address));
    // From both addresses at the same time, so that hearing the one shows that the other was there too.
    await seenBothWays(reports, foreign.address);
    await beforeLong(() => expect(answered).toContain(foreign.address));
    const before = answered.length;
    await beforeLong(() => expect(answered.length).toBeGreaterThan(before + 1));
    expect(answered).not.toContain(outside);
    expect(seenAt(reports, outside)).toEqual([]);
  });
});
