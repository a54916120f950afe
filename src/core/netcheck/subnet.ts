// Check 7: do the teams' servers stand in one of our own networks? Nothing makes itself known across a router.
import { isIP } from 'node:net';
import { type Finding, listed } from './finding.ts';
import { hostAndPort, isNear, networkOf } from './networks.ts';
import type { Surroundings } from './surroundings.ts';
import type { KnownTeam } from './teams.ts';

/** `looked`: addresses (host or host:port) that somebody typed lately. */
export function checkSubnet(
  { own }: Pick<Surroundings, 'own'>,
  teams: readonly KnownTeam[],
  looked: readonly string[],
): Finding {
  const elsewhere = teams.filter(({ hosted }) => !hosted);
  const connected = new Set(
    elsewhere.filter(({ link }) => link === 'live').map(({ address }) => hostOf(address)),
  );
  const hosts = [...new Set([...elsewhere.map(({ address }) => address), ...looked].map(hostOf))]
    // A name says nothing about where it is, and looking it up may ask outside.
    .filter((host) => isIP(host) !== 0);
  const networks = listed(new Set(own.map(networkOf)));
  const far = hosts.filter((host) => !isNear(host, own));
  if (hosts.length === 0)
    return { state: 'unknown', text: 'nothing', ...(networks && { facts: { networks } }) };
  const facts = { addresses: listed(far.length > 0 ? far : hosts), networks };
  if (far.length === 0) return { state: 'good', text: 'same', facts };
  return far.every((host) => connected.has(host))
    ? { state: 'good', text: 'routed', facts }
    : { state: 'warning', text: 'other', advice: 'invite', facts };
}

const hostOf = (address: string): string => hostAndPort(address)?.host ?? address;
