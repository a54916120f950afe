// Announcements and ports that no other test uses.
import { createSocket } from 'node:dgram';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { DiscoveryLog } from '../../../src/node/discovery/complaints.ts';
import type { Announcement, Sighting } from '../../../src/shared/discovery.ts';

export const announcement = (given: Partial<Announcement> = {}): Announcement => ({
  team: randomUUID(),
  name: 'Studio Nord',
  pin: randomBytes(32).toString('base64url'),
  port: 7788,
  people: 3,
  ...given,
});

export const sighting = (given: Partial<Sighting> = {}): Sighting => ({
  ...announcement(),
  host: '10.1.0.9',
  way: 'beacon',
  at: 0,
  ...given,
});

/** Discovery on loopback only, out of everybody's way. */
export const onLoopback = (log: DiscoveryLog = () => {}) => ({
  interfaces: ['127.0.0.1'],
  beaconPort: randomInt(20_000, 30_000),
  mdnsPort: randomInt(20_000, 30_000),
  log,
});

/** A stranger on loopback, from an address of their own. */
export async function stranger(address = '127.0.0.1') {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  socket.setBroadcast(true);
  socket.setMulticastInterface(address);
  onTestFinished(() => void socket.close());
  const heard: Buffer[] = [];
  socket.on('message', (message) => heard.push(message));
  const send = (message: Buffer, port: number, to: string): Promise<void> =>
    new Promise((resolve) => socket.send(message, port, to, () => resolve()));
  return { heard, send, port: socket.address().port };
}

/** Data as no honest program sends it. */
export function nonsense(honest: Buffer): Buffer[] {
  const cut = Array.from(honest.keys(), (length) => honest.subarray(0, length));
  const flipped = Array.from(honest.keys(), (at) => {
    const copy = Buffer.from(honest);
    copy[at] = (copy[at] ?? 0) ^ (1 << randomInt(8));
    return copy;
  });
  const random = Array.from({ length: 500 }, () => randomBytes(randomInt(0, 600)));
  return [
    ...cut,
    ...flipped,
    ...random,
    Buffer.alloc(0),
    Buffer.alloc(65_507, '['),
    randomBytes(65_507),
  ];
}
