// For networks.test.ts: says and asks everything from each of its addresses, and reports who is answered.
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { hereBeacon, whoBeacon } from '../../../src/node/discovery/beacon.ts';
import { answerFor, mdnsGroup, mdnsPort } from '../../../src/node/discovery/dnsSd.ts';
import { BEACON_PORT } from '../../../src/shared/discovery.ts';

const [, , broadcast = '', ...addresses] = process.argv;
const said = { team: randomUUID(), name: 'Foreign', pin: null, port: 1, people: 1 };

for (const address of addresses) {
  const socket = createSocket('udp4').bind(0, address, () => {
    socket.setBroadcast(true);
    socket.setMulticastInterface(address);
    setInterval(() => {
      socket.send(hereBeacon(said), BEACON_PORT, broadcast);
      socket.send(whoBeacon, BEACON_PORT, broadcast);
      socket.send(answerFor(said, address), mdnsPort, mdnsGroup);
    }, 250);
  });
  socket.on('message', () => process.send?.(address));
}
process.once('disconnect', () => process.exit());
