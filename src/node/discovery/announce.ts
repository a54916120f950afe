// A server makes itself seen: DNS-SD and beacons, on every network this computer is in.
import { type Announcement, BEACON_PORT } from '../../shared/discovery.ts';
import { createAllowance } from './allowance.ts';
import { hereBeacon, isProportionate, longestBeacon, readBeacon } from './beacon.ts';
import { createComplaints } from './complaints.ts';
import {
  answerFor,
  isQuestion,
  longestPacket,
  mayConcernUs,
  mdnsGroup,
  mdnsPort,
} from './dnsSd.ts';
import {
  broadcastAddress,
  followInterfaces,
  isInside,
  type NetworkInterface,
} from './interfaces.ts';
import type { DiscoveryOptions } from './options.ts';
import { createThrottle } from './throttle.ts';
import { openUdp } from './udp.ts';

export type Announcer = {
  /** Tells at once what `describe` answers now. */
  refresh(): void;
  /** Says goodbye. */
  close(): Promise<void>;
};

const beaconMs = 5000;
/** Multicast DNS asks for at least a second between two answers. */
const answerMs = 1000;

/** Announces what `describe` answers each time. Trouble of the network is logged once, never thrown. */
export function announce(options: DiscoveryOptions & { describe(): Announcement }): Announcer {
  const { describe } = options;
  const complain = createComplaints(options.log);
  const beaconPort = options.beaconPort ?? BEACON_PORT;
  const mayAsk = createAllowance({ each: 5, all: 50 });

  const networks = followInterfaces((on) => answerOn(on), {
    only: options.interfaces,
    none: () => complain('announcing', 'no network'),
  });
  const mouth = openUdp({
    port: 0,
    longest: 0,
    received: () => {},
    opened: () => beat(),
    failed: (error) => complain('sending beacons', error),
  });
  // Apart from the mouth, so that we are still seen where another program has the port for itself.
  const ear = openUdp({
    port: beaconPort,
    longest: longestBeacon,
    received(message, from) {
      if (!networks.isNear(from.address) || readBeacon(message) !== 'who') return;
      if (!mayAsk(from.address)) return;
      const answer = hereBeacon(describe());
      if (isProportionate(message, answer)) mouth.send(answer, from);
    },
    failed: (error) => complain('hearing beacons', error),
  });
  const beat = (): void => {
    const here = hereBeacon(describe());
    for (const [on] of networks.open())
      mouth.send(here, { address: broadcastAddress(on), port: beaconPort });
  };
  const beating = setInterval(beat, beaconMs);
  const refresh = createThrottle(answerMs, () => {
    beat();
    for (const [, part] of networks.open()) part.answer();
  });

  /** DNS-SD on one interface. */
  function answerOn(on: NetworkInterface): { answer(): void; close(): Promise<void> } {
    const to = { address: mdnsGroup, port: options.mdnsPort ?? mdnsPort };
    const answer = createThrottle(answerMs, () =>
      socket.send(answerFor(describe(), on.address), to),
    );
    const socket = openUdp({
      port: to.port,
      group: { address: mdnsGroup, on: on.address },
      longest: longestPacket,
      received(message, from) {
        // Each network is answered by its own socket, though Linux gives every socket what any group hears.
        if (!isInside(from.address, on) || !mayConcernUs(message, 'query') || !mayAsk(from.address))
          return;
        if (isQuestion(message, describe().team)) answer.run();
      },
      opened() {
        // Twice, because the first one may be lost.
        answer.run();
        answer.run();
      },
      failed: (error) => complain(`multicast on ${on.address}`, error),
    });
    return {
      answer: answer.run,
      async close() {
        answer.stop();
        socket.send(answerFor(describe(), on.address, 0), to);
        await socket.close();
      },
    };
  }

  return {
    refresh: refresh.run,
    async close() {
      clearInterval(beating);
      refresh.stop();
      await Promise.all([networks.close(), mouth.close(), ear.close()]);
    },
  };
}
