// Looking for servers: DNS-SD and beacons, on every network this computer is in.
import { type Announcement, BEACON_PORT, type Sighting } from '../../shared/discovery.ts';
import { createAllowance } from './allowance.ts';
import { longestBeacon, readBeacon, whoBeacon } from './beacon.ts';
import { createComplaints } from './complaints.ts';
import {
  longestPacket,
  mayConcernUs,
  mdnsGroup,
  mdnsPort,
  question,
  readAnswers,
} from './dnsSd.ts';
import {
  broadcastAddress,
  followInterfaces,
  isInside,
  type NetworkInterface,
} from './interfaces.ts';
import type { DiscoveryOptions } from './options.ts';
import { type Datagram, openUdp, type UdpSocket } from './udp.ts';

export type Finder = {
  found(sighting: Sighting): void;
  /** Somebody at that address said goodbye for that team. */
  lost?(sighting: Sighting): void;
};

/** When to ask, counted from the start; later every `askMs`. Somebody is looking at an empty list. */
const firstAsksMs = [1000, 3000, 9000];
const askMs = 25_000;

/** Reports every sighting, many times each; `createNearby` makes a list of them. Never throws. */
export function browse(options: DiscoveryOptions & Finder): { close(): Promise<void> } {
  const complain = createComplaints(options.log);
  const beaconPort = options.beaconPort ?? BEACON_PORT;
  const mayTell = createAllowance({ each: 20, all: 300 });

  const networks = followInterfaces((on) => listenOn(on), {
    only: options.interfaces,
    none: () => complain('browsing', 'no network'),
  });
  // Two sockets: what is sent to a shared port reaches only one of the programs that listen there, so
  // answers need a port of our own.
  const ear = openUdp({
    port: beaconPort,
    longest: longestBeacon,
    received: hear,
    failed: (error) => complain('hearing beacons', error),
  });
  const asker = openUdp({
    port: 0,
    longest: longestBeacon,
    received: hear,
    opened: () => networks.open().forEach(([on]) => callOut(on)),
    failed: (error) => complain('asking by beacon', error),
  });
  const ask = (): void => {
    for (const [on, part] of networks.open()) {
      callOut(on);
      part.ask();
    }
  };
  const first = firstAsksMs.map((ms) => setTimeout(ask, ms));
  const asking = setInterval(ask, askMs);

  function callOut(on: NetworkInterface): void {
    asker.send(whoBeacon, { address: broadcastAddress(on), port: beaconPort });
  }

  function hear(message: Buffer, from: Datagram): void {
    if (!networks.isNear(from.address) || !mayTell(from.address)) return;
    const said = readBeacon(message);
    if (said && said !== 'who') options.found(sighting(said, from, 'beacon'));
  }

  /** DNS-SD on one interface. */
  function listenOn(on: NetworkInterface): { ask(): void; close(): Promise<void> } {
    const to = { address: mdnsGroup, port: options.mdnsPort ?? mdnsPort };
    const socket: UdpSocket = openUdp({
      port: to.port,
      group: { address: mdnsGroup, on: on.address },
      longest: longestPacket,
      received(message, from) {
        if (
          !isInside(from.address, on) ||
          !mayConcernUs(message, 'response') ||
          !mayTell(from.address)
        )
          return;
        for (const { announcement, leaving } of readAnswers(message)) {
          const seen = sighting(announcement, from, 'dns-sd');
          if (leaving) options.lost?.(seen);
          else options.found(seen);
        }
      },
      opened: () => socket.send(question, to),
      failed: (error) => complain(`multicast on ${on.address}`, error),
    });
    return { ask: () => socket.send(question, to), close: socket.close };
  }

  return {
    async close() {
      clearInterval(asking);
      first.forEach((timer) => clearTimeout(timer));
      await Promise.all([networks.close(), ear.close(), asker.close()]);
    },
  };
}

/** The address is where the packet came from: what it says could point at anybody. */
const sighting = (said: Announcement, from: Datagram, way: Sighting['way']): Sighting => ({
  ...said,
  host: from.address,
  way,
  at: Date.now(),
});
