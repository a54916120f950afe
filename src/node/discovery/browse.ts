// Looking for servers: DNS-SD and beacons, on every network this computer is in.
import type { Sighting } from '../../shared/discovery.ts';
import type { DiscoveryOptions } from './complaints.ts';

export type Listener = {
  found(sighting: Sighting): void;
  /** Somebody at that address said goodbye for that team. */
  lost?(sighting: Sighting): void;
};

/** Reports every sighting, many times each; `createNearby` makes a list of them. Never throws. */
export function browse(options: DiscoveryOptions & Listener): { close(): Promise<void> } {
  throw new Error(`not yet ${options.beaconPort}`);
}
