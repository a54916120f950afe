// The teams this app knows, as the checks need them.
import type { HostingState, LinkState } from '../../shared/rows.ts';
import type { Trust } from '../../shared/trust.ts';
import { hostAndPort, staysInside, type OwnAddress } from './networks.ts';

export type KnownTeam = {
  name: string;
  /** host:port, as the connection uses it. */
  address: string;
  link: LinkState['state'];
  trust: Trust;
  /** This computer hosts it. */
  hosted: boolean;
};

export type HostedTeam = {
  name: string;
  /** The port it runs on, or was meant to. */
  port: number;
  state: HostingState;
};

/**
 * Where a check may knock itself: an IP address inside. A name would have to be looked up, perhaps outside, and
 * an address outside is not asked; of both only the state of the connection is known.
 */
export function placeOf(
  team: KnownTeam,
  own: readonly OwnAddress[],
): { host: string; port: number } | null {
  const place = hostAndPort(team.address);
  return place && staysInside(place.host, own) ? place : null;
}
