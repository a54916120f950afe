// What announcing and browsing are told alike.
import type { DiscoveryLog } from './complaints.ts';

export type DiscoveryOptions = {
  /** IPv4 addresses of our own to use; all but loopback unless told. */
  interfaces?: string[] | undefined;
  beaconPort?: number | undefined;
  /** Of multicast DNS; other than 5353 only in tests. */
  mdnsPort?: number | undefined;
  log: DiscoveryLog;
};
