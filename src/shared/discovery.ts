// What a server says of itself on the network, and what is made of it. None of it is ever trusted.
import { z } from 'zod';
import { Id, TeamName } from './entities.ts';
import { Pin } from './trust.ts';

/** UDP port of the beacons. */
export const BEACON_PORT = 7787;
/** The DNS-SD service is `_lanline._tcp`. */
export const SERVICE_TYPE = 'lanline';

export const Announcement = z.object({
  team: Id,
  name: TeamName,
  /** Null when the server speaks plain HTTP. */
  pin: Pin.nullable(),
  port: z.int().min(1).max(65535),
  people: z.int().min(0).max(1_000_000),
});
export type Announcement = z.infer<typeof Announcement>;

/** An announcement that arrived. */
export type Sighting = Announcement & {
  /** The IPv4 address the packet came from, never what it said. */
  host: string;
  way: 'dns-sd' | 'beacon';
  /** Milliseconds. */
  at: number;
};

/** A team that can be seen now. Two teams may carry one name: `identity` tells them apart. */
export type NearbyTeam = {
  /** The pin, or the team's id when it has none. */
  identity: string;
  team: string;
  name: string;
  pin: Pin | null;
  people: number;
  /** Where it was seen, at most 16: where its key was shown, then what appeared last, then what failed. Any of them may be an impostor. */
  hosts: { host: string; port: number }[];
};
