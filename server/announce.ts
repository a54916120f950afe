// Makes the team seen on the network, and keeps what is said of it true.
import { isIPv4 } from 'node:net';
import { announce, type Announcer } from '../src/node/discovery/announce.ts';
import type { Announcement } from '../src/shared/discovery.ts';
import { isLocalOnly } from './addresses.ts';
import type { Log } from './log.ts';

export type AnnounceOptions = {
  /** IPv4 addresses of this computer to announce on; all but loopback unless told. */
  interfaces?: string[];
  beaconPort?: number;
  /** Of multicast DNS; other than 5353 only in tests. */
  mdnsPort?: number;
};

export type TeamAnnouncer = {
  /** The team may have changed: says so soon. */
  changed(): void;
  close(): Promise<void>;
};

/** How to announce a server that listens on `host`; null: not at all. Unless told, only where others can connect. */
export function announceWhere(
  announce: boolean | AnnounceOptions = true,
  host: string | undefined,
): AnnounceOptions | null {
  if (announce === false || (announce === true && (isLocalOnly(host) || !hears4(host))))
    return null;
  const given = announce === true ? {} : announce;
  // On one address only where only one is listened on.
  const everywhere = host === undefined || ['0.0.0.0', '::'].includes(host);
  return everywhere ? given : { interfaces: [host], ...given };
}

/** Being seen is a matter of IPv4. */
const hears4 = (host: string | undefined): boolean =>
  host === undefined || host === '::' || isIPv4(host);

// A thousand people may join at once.
const gatherMs = 500;

/** `describe` is asked for what is to be said. Trouble of the network is logged, never thrown. */
export async function announceTeam(
  options: AnnounceOptions,
  describe: () => Promise<Announcement>,
  log: Log,
): Promise<TeamAnnouncer> {
  let now = await describe();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const announcer: Announcer = announce({
    ...options,
    describe: () => now,
    log: (level, message, details) => log[level](details ?? {}, message),
  });

  async function say(): Promise<void> {
    const next = await describe();
    if (closed || JSON.stringify(next) === JSON.stringify(now)) return;
    now = next;
    announcer.refresh();
  }

  return {
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        say().catch((error: unknown) => log.warn({ error: String(error) }, 'announcing'));
      }, gatherMs);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await announcer.close();
    },
  };
}
