// Check 8: a VPN may carry away what is meant for the computers in this building.
import { type Finding, listed } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

export function checkVpn({ vpns, routes }: Pick<Surroundings, 'vpns' | 'routes'>): Finding {
  if (vpns.length === 0) return { state: 'good', text: 'none' };
  const facts = { interfaces: listed(vpns) };
  return routes.some(({ via }) => vpns.includes(via))
    ? { state: 'warning', text: 'everything', advice: 'pause', facts }
    : { state: 'warning', text: 'present', advice: 'exclude', facts };
}
