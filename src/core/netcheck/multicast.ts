// Check 5: do multicasts (DNS-SD, by which teams are found) come through? Our own call shows what this computer
// lets out and in; that the network carries them shows only what others say.
import { randomBytes } from 'node:crypto';
import { encode } from 'dns-packet';
import { longestPacket, mdnsGroup, mdnsPort } from '../../node/discovery/dnsSd.ts';
import { openUdp } from '../../node/discovery/udp.ts';
import type { Contacts } from '../contacts.ts';
import { type Finding, listed } from './finding.ts';
import { hear, type Heard, type HearOptions } from './hear.ts';

/** `port`: of multicast DNS, another one only in tests. */
export function hearMulticast(
  options: HearOptions & { port?: number | undefined; note: Contacts['note'] },
): Promise<Heard> {
  const to = { address: mdnsGroup, port: options.port ?? mdnsPort };
  return hear(options, (listening) => {
    const parts = options.lan.map(({ address: on }) => {
      // Asks what services there are, which whoever announces anything answers, and something that nobody
      // knows, by which we recognise our own call.
      const mark = `_${randomBytes(8).toString('hex')}`;
      const question = encode({
        type: 'query',
        questions: [
          { type: 'PTR', name: '_services._dns-sd._udp.local' },
          { type: 'PTR', name: `${mark}._lanline-check._udp.local` },
        ],
      });
      const socket = { port: to.port, group: { address: mdnsGroup, on }, longest: longestPacket };
      // The second socket hears the first, as another program would.
      const ear = openUdp({
        ...socket,
        received(message, from) {
          if (message.includes(mark)) listening.back(on);
          listening.heard(from);
        },
        failed: listening.failed,
      });
      const call = (): void => {
        options.note(to.address, to.port, 'check');
        mouth.send(question, to);
      };
      const mouth = openUdp({
        ...socket,
        received: () => {},
        opened: call,
        failed: listening.failed,
      });
      return { call, ear, mouth };
    });
    return {
      call: () => parts.forEach(({ call }) => call()),
      close: async () => {
        await Promise.all(parts.flatMap(({ ear, mouth }) => [ear.close(), mouth.close()]));
      },
    };
  });
}

/** `connected`: a team in one of our own networks answers, so somebody is there to be heard. */
export function checkMulticast(
  { back, silent, others, trouble }: Heard,
  { connected, platform }: { connected: boolean; platform: NodeJS.Platform },
): Finding {
  const facts = { n: others.length, heard: listed(others), silent: listed(silent) };
  if (back.length + silent.length === 0) return { state: 'unknown', text: 'noNetwork' };
  if (trouble === 'EADDRINUSE')
    return { state: 'bad', text: 'taken', advice: 'taken', facts: { port: mdnsPort } };
  if (back.length === 0 && others.length === 0) {
    const advice = platform === 'darwin' ? 'permission' : 'firewall';
    return { state: 'bad', text: 'deaf', advice, facts: { ...facts, reason: trouble ?? '-' } };
  }
  if (others.length > 0 && silent.length === 0) return { state: 'good', text: 'heard', facts };
  if (others.length > 0) return { state: 'warning', text: 'partly', advice: 'firewall', facts };
  return connected
    ? { state: 'warning', text: 'filtered', advice: 'byAddress', facts }
    : { state: 'warning', text: 'alone', advice: 'byAddress', facts };
}
