// Check 6: do our beacons come through, the broadcasts that stand in where multicasts are filtered?
import { longestBeacon, readBeacon, whoBeacon } from '../../node/discovery/beacon.ts';
import { broadcastAddress, isInside } from '../../node/discovery/interfaces.ts';
import { type Datagram, openUdp } from '../../node/discovery/udp.ts';
import type { Contacts } from '../contacts.ts';
import { type Finding, listed } from './finding.ts';
import { hear, type Heard, type HearOptions } from './hear.ts';

export function hearBeacons(
  options: HearOptions & { port: number; note: Contacts['note'] },
): Promise<Heard> {
  const { port } = options;
  return hear(options, (listening) => {
    const socket = { longest: longestBeacon, failed: listening.failed };
    const received = (message: Buffer, from: Datagram): void => {
      if (readBeacon(message) === null) return;
      listening.heard(from);
      // Two interfaces may be in one network, which gets our calls through either. What another program of ours
      // called counts too: broadcasts do come back.
      if (!options.own.some(({ address }) => address === from.address)) return;
      for (const on of options.lan) if (isInside(from.address, on)) listening.back(on.address);
    };
    const call = (): void => {
      for (const on of options.lan) {
        const to = { address: broadcastAddress(on), port };
        options.note(to.address, to.port, 'check');
        mouth.send(whoBeacon, to);
      }
    };
    const ear = openUdp({ ...socket, port, received });
    // Answers come to the port that asked.
    const mouth = openUdp({ ...socket, port: 0, received, opened: call });
    return { call, close: async () => void (await Promise.all([ear.close(), mouth.close()])) };
  });
}

/** `hosting`: this computer is the one that answers. `connected`: a team in one of our own networks answers. */
export function checkBeacon(
  { back, silent, others, trouble }: Heard,
  port: number,
  { hosting, connected }: { hosting: boolean; connected: boolean },
): Finding {
  const facts = { port, n: others.length, heard: listed(others), silent: listed(silent) };
  if (back.length + silent.length === 0) return { state: 'unknown', text: 'noNetwork' };
  if (trouble === 'EADDRINUSE') return { state: 'bad', text: 'taken', advice: 'taken', facts };
  if (back.length === 0 && others.length === 0)
    return {
      state: 'bad',
      text: 'deaf',
      advice: 'firewall',
      facts: { ...facts, reason: trouble ?? '-' },
    };
  if (others.length > 0 && silent.length === 0) return { state: 'good', text: 'heard', facts };
  if (others.length > 0) return { state: 'warning', text: 'partly', advice: 'firewall', facts };
  // Only teams send beacons, so silence is nothing unusual beside the one that is here.
  if (hosting) return { state: 'good', text: 'own', facts };
  return connected
    ? { state: 'warning', text: 'filtered', advice: 'byAddress', facts }
    : { state: 'warning', text: 'alone', advice: 'start', facts };
}
