// Looking out for teams on this network, for as long as anybody here wants to know.
import { browse } from '../node/discovery/browse.ts';
import { broadcastAddress, listInterfaces } from '../node/discovery/interfaces.ts';
import { createNearby } from '../node/discovery/nearby.ts';
import { BEACON_PORT, type NearbyTeam } from '../shared/discovery.ts';
import { fail } from '../shared/errors.ts';
import type { Trust } from '../shared/trust.ts';
import type { Log } from './log.ts';

/** How to look. Ports other than the usual ones are for tests. */
export type DiscoveryChoice = {
  /** IPv4 addresses of this computer to use; all but loopback unless told. */
  interfaces?: string[];
  beaconPort?: number;
  mdnsPort?: number;
};

type Watcher = (list: NearbyTeam[]) => void;

export type Lookout = ReturnType<typeof createLookout>;

/** `choice` false: never look. `called` hears of the groups that are called out to. */
export function createLookout(
  choice: DiscoveryChoice | false,
  called: (host: string, port: number, why: 'dns-sd' | 'beacon') => void,
  log: Log,
) {
  const watchers = new Set<Watcher>();
  let looking: ReturnType<typeof look> | undefined;
  let closing: Promise<void> = Promise.resolve();

  function look(how: DiscoveryChoice) {
    called('224.0.0.251', how.mdnsPort ?? 5353, 'dns-sd');
    for (const on of listInterfaces(how.interfaces))
      called(broadcastAddress(on), how.beaconPort ?? BEACON_PORT, 'beacon');
    const nearby = createNearby({
      changed(list) {
        for (const watcher of watchers) watcher(list);
      },
    });
    const browsing = browse({ ...how, log, found: nearby.found, lost: nearby.lost });
    return {
      list: nearby.list,
      judged: nearby.judged,
      async close(): Promise<void> {
        nearby.close();
        await browsing.close();
      },
    };
  }

  function end(): void {
    const ended = looking?.close();
    looking = undefined;
    closing = Promise.allSettled([closing, ended]).then(([, close]) => {
      if (close.status === 'rejected') log('warn', 'discovery', fail(close.reason).error);
    });
  }

  return {
    /** Hears the whole list each time it changes. Answers how to stop. */
    watch(watcher: Watcher): () => void {
      watchers.add(watcher);
      if (choice) looking ??= look(choice);
      return () => {
        if (watchers.delete(watcher) && watchers.size === 0) end();
      };
    },
    /** What is in sight now; empty while nobody watches. */
    list: (): NearbyTeam[] => looking?.list() ?? [],
    /** Whoever was asked at that address (host:port) did or did not show the key of that team. */
    judge(trust: Trust, address: string, right: boolean): void {
      if (trust.kind === 'pin') looking?.judged(trust.pin, address, right);
    },
    async close(): Promise<void> {
      watchers.clear();
      end();
      await closing;
    },
  };
}
