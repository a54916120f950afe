// Check 1: is this computer in a network at all, and in which?
import { type Finding, listed } from './finding.ts';
import { networkOf } from './networks.ts';
import type { Surroundings } from './surroundings.ts';

/** Windows and macOS take such an address when no router gave them one. */
const selfGiven = /^169\.254\./;

export function checkAddresses({ own, vpns }: Pick<Surroundings, 'own' | 'vpns'>): Finding {
  const real = own.filter(({ name }) => !vpns.includes(name));
  const facts = {
    addresses: listed(real.map(({ address }) => address)),
    networks: listed(new Set(real.map(networkOf))),
  };
  if (own.length === 0) return { state: 'bad', text: 'none', advice: 'connect' };
  if (real.length === 0)
    return {
      state: 'warning',
      text: 'onlyVpn',
      advice: 'connect',
      facts: { interfaces: listed(vpns) },
    };
  const four = real.filter(({ family }) => family === 'IPv4');
  if (four.length === 0) return { state: 'warning', text: 'onlyV6', advice: 'v4', facts };
  if (four.every(({ address }) => selfGiven.test(address)))
    return { state: 'bad', text: 'selfGiven', advice: 'router', facts };
  return { state: 'good', text: 'found', facts };
}
