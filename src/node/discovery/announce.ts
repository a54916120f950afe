// A server makes itself seen: DNS-SD and beacons, on every network this computer is in.
import type { Announcement } from '../../shared/discovery.ts';
import type { DiscoveryOptions } from './complaints.ts';

export type Announcer = {
  /** Says at once what `describe` says now. */
  refresh(): void;
  /** Says goodbye. */
  close(): Promise<void>;
};

/** Announces what `describe` answers at each time. Trouble of the network is logged, never thrown. */
export function announce(options: DiscoveryOptions & { describe(): Announcement }): Announcer {
  throw new Error(`not yet ${options.describe().port}`);
}
