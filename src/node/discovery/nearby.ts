// The list of teams in sight, made of sightings that may be false and far too many.
import type { Announcement, NearbyTeam, Sighting } from '../../shared/discovery.ts';
import { createThrottle } from './throttle.ts';

export type Nearby = {
  found(sighting: Sighting): void;
  lost(sighting: Sighting): void;
  list(): NearbyTeam[];
  close(): void;
};

export const nearbyLimits = {
  teams: 200,
  hostsOfTeam: 8,
  /** One machine announcing more teams is not telling the truth. */
  teamsOfHost: 20,
} as const;

/** How long a sighting counts: four beacons, or two questions that found nobody home. */
const lifetimeMs = { beacon: 20_000, 'dns-sd': 70_000 } as const;
const tellMs = 350;
const sweepMs = 1000;

type Host = { said: Announcement; until: number };

/**
 * `changed` hears the whole list, at most three times a second, after something in it changed. Whoever is in sight stays:
 * when there is no room, it is the newcomers who are left out.
 */
export function createNearby(options: {
  changed(list: NearbyTeam[]): void;
  /** Milliseconds, only ever compared with each other. */
  now?(): number;
}): Nearby {
  // Steady, so that setting the clock does not empty the list.
  const now = options.now ?? (() => performance.now());
  /** By identity; each team's hosts by address, longest in sight first. */
  const teams = new Map<string, Map<string, Host>>();
  const teamsAt = new Map<string, number>();
  const list = (): NearbyTeam[] => [...teams].map(describe).toSorted(byName);
  const tell = createThrottle(tellMs, () => options.changed(list()));
  const sweeping = setInterval(sweep, sweepMs);

  function add(identity: string, address: string, host: Host): void {
    const hosts = teams.get(identity);
    const before = teamsAt.get(address) ?? 0;
    if (before >= nearbyLimits.teamsOfHost) return;
    if (hosts ? hosts.size >= nearbyLimits.hostsOfTeam : teams.size >= nearbyLimits.teams) return;
    if (hosts) hosts.set(address, host);
    else teams.set(identity, new Map([[address, host]]));
    teamsAt.set(address, before + 1);
    tell.run();
  }

  function remove(identity: string, address: string): void {
    const hosts = teams.get(identity);
    if (!hosts?.delete(address)) return;
    if (hosts.size === 0) teams.delete(identity);
    const left = (teamsAt.get(address) ?? 1) - 1;
    if (left > 0) teamsAt.set(address, left);
    else teamsAt.delete(address);
    tell.run();
  }

  function sweep(): void {
    const at = now();
    for (const [identity, hosts] of teams)
      for (const [address, { until }] of hosts) if (until <= at) remove(identity, address);
  }

  return {
    found({ team, name, pin, port, people, host: address, way }) {
      const said = { team, name, pin, port, people };
      const until = now() + lifetimeMs[way];
      const known = teams.get(pin ?? team)?.get(address);
      if (!known) return add(pin ?? team, address, { said, until });
      known.until = Math.max(known.until, until);
      if (isSame(known.said, said)) return;
      known.said = said;
      tell.run();
    },
    lost: ({ team, pin, host }) => remove(pin ?? team, host),
    list,
    close() {
      clearInterval(sweeping);
      tell.stop();
    },
  };
}

/** The host longest in sight says what the team is called: a latecomer with the same pin cannot rename it. */
function describe([identity, hosts]: [string, Map<string, Host>]): NearbyTeam {
  const places = [...hosts].map(([host, { said }]) => ({ host, port: said.port }));
  const [first] = hosts.values();
  if (!first) throw new Error('a team without hosts');
  const { team, name, pin, people } = first.said;
  return { identity, team, name, pin, people, hosts: places.toReversed() };
}

const byName = (one: NearbyTeam, other: NearbyTeam): number =>
  one.name.localeCompare(other.name) || (one.identity < other.identity ? -1 : 1);

const isSame = (one: Announcement, other: Announcement): boolean =>
  one.team === other.team &&
  one.name === other.name &&
  one.port === other.port &&
  one.people === other.people;
