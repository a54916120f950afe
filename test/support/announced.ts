// Servers that make themselves known, on loopback only and on ports of the test's own.
import { randomInt } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { announce } from '../../src/node/discovery/announce.ts';
import type { Announcement } from '../../src/shared/discovery.ts';
import type { DiscoveryChoice } from '../../src/core/lookout.ts';
import type { TestServer } from './server.ts';

/**
 * A quiet corner of loopback: what is announced there is seen only by who looks there. Below the ports that systems
 * give to whoever wants any, and beside those of test/node/discovery.
 */
export function quietCorner(): DiscoveryChoice {
  const port = randomInt(5000, 10_000) * 2;
  return { interfaces: ['127.0.0.1'], beaconPort: port, mdnsPort: port + 1 };
}

/** Announces until the test is over, or until it is closed. */
export function announced(corner: DiscoveryChoice, said: Announcement) {
  const announcer = announce({ ...corner, log: () => undefined, describe: () => said });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= announcer.close());
  onTestFinished(close);
  return { close };
}

/** What a server says of itself. */
export const saidBy = (server: TestServer): Announcement => ({
  team: server.team.id,
  name: server.team.name,
  pin: server.pin,
  port: server.port,
  people: 1,
});
