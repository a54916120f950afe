// The list of teams in sight, made of sightings that may be false and far too many.
import type { Announcement, NearbyTeam, Sighting } from '../../shared/discovery.ts';
import { leastUseful, mostCrowded, type Standing } from './room.ts';
import { createThrottle } from './throttle.ts';

export type Nearby = {
  found(sighting: Sighting): void;
  lost(sighting: Sighting): void;
  /** Somebody asked at that address (host:port), and it did or did not show the key of that team. */
  judged(identity: string, address: string, right: boolean): void;
  list(): NearbyTeam[];
  close(): void;
};

export const nearbyLimits = {
  teams: 200,
  /** Places, that is hosts with a port. */
  hostsOfTeam: 16,
  /** One machine announcing more teams is not telling the truth. */
  teamsOfHost: 20,
} as const;

/** How long a sighting counts: four beacons, or two questions that found nobody home. */
const lifetimeMs = { beacon: 20_000, 'dns-sd': 70_000 } as const;
const tellMs = 350;
const sweepMs = 1000;

type Place = { host: string; said: Announcement; until: number; standing: Standing };

/**
 * `changed` hears the whole list, at most three times a second, after something in it changed. When there is no room,
 * whoever is in sight stays, as long as nobody takes more of it than others.
 */
export function createNearby(options: {
  changed(list: NearbyTeam[]): void;
  /** Milliseconds, only ever compared with each other. */
  now?(): number;
}): Nearby {
  // Steady, so that setting the clock does not empty the list.
  const now = options.now ?? (() => performance.now());
  /** By identity; each team's places by host:port, longest in sight first. */
  const teams = new Map<string, Map<string, Place>>();
  const teamsAt = new Map<string, number>();
  const announcedBy = (host: string): number => teamsAt.get(host) ?? 0;
  const list = (): NearbyTeam[] => [...teams].map(describe).toSorted(byName);
  const tell = createThrottle(tellMs, () => options.changed(list()));
  const sweeping = setInterval(sweep, sweepMs);

  function add(identity: string, place: Place): void {
    removeFormer(identity, place.host);
    if (announcedBy(place.host) >= nearbyLimits.teamsOfHost) return;
    const places = teams.get(identity);
    if (!(places ? makePlace(identity, places) : makeRoom(place.host))) return;
    // Not `places`: it is no longer in the list when its only place had to go.
    const kept = teams.get(identity) ?? new Map<string, Place>();
    teams.set(identity, kept.set(keyOf(place), place));
    teamsAt.set(place.host, announcedBy(place.host) + 1);
    tell.run();
  }

  /** A host that says another port has moved there; not where it has shown its key. */
  function removeFormer(identity: string, host: string): void {
    for (const [key, place] of teams.get(identity) ?? [])
      if (place.host === host && place.standing !== 'proven') remove(identity, key);
  }

  /** Room for one more place of a team. */
  function makePlace(identity: string, places: Map<string, Place>): boolean {
    if (places.size < nearbyLimits.hostsOfTeam) return true;
    const victim = leastUseful([...places.values()]);
    if (victim) remove(identity, keyOf(victim));
    return victim !== undefined;
  }

  /** Room for a team that is new, at the cost of hosts that announce more than this one does. */
  function makeRoom(host: string): boolean {
    if (teams.size < nearbyLimits.teams) return true;
    const victim = mostCrowded(teams, announcedBy);
    if (!victim || victim.crowd <= announcedBy(host) + 1) return false;
    for (const key of teams.get(victim.identity)?.keys() ?? []) remove(victim.identity, key);
    return true;
  }

  function remove(identity: string, key: string): void {
    const places = teams.get(identity);
    const place = places?.get(key);
    if (!places || !place) return;
    places.delete(key);
    if (places.size === 0) teams.delete(identity);
    const left = announcedBy(place.host) - 1;
    if (left > 0) teamsAt.set(place.host, left);
    else teamsAt.delete(place.host);
    tell.run();
  }

  function sweep(): void {
    const at = now();
    for (const [identity, places] of teams)
      for (const [key, { until }] of places) if (until <= at) remove(identity, key);
  }

  return {
    found({ team, name, pin, port, people, host, way }) {
      const said = { team, name, pin, port, people };
      const until = now() + lifetimeMs[way];
      const known = teams.get(pin ?? team)?.get(keyOf({ host, said }));
      if (!known) return add(pin ?? team, { host, said, until, standing: 'untried' });
      known.until = Math.max(known.until, until);
      if (isSame(known.said, said)) return;
      known.said = said;
      tell.run();
    },
    lost: ({ team, pin, port, host }) => remove(pin ?? team, `${host}:${port}`),
    judged(identity, address, right) {
      const known = teams.get(identity)?.get(address);
      const standing = right ? 'proven' : 'failed';
      if (!known || known.standing === standing) return;
      known.standing = standing;
      tell.run();
    },
    list,
    close() {
      clearInterval(sweeping);
      tell.stop();
    },
  };
}

const keyOf = ({ host, said }: Pick<Place, 'host' | 'said'>): string => `${host}:${said.port}`;

/** The place longest in sight says what the team is called, or one that was proven: a latecomer with the same pin cannot rename it. */
function describe([identity, all]: [string, Map<string, Place>]): NearbyTeam {
  const places = [...all.values()];
  const ranked = order.flatMap((rank) => places.filter(({ standing }) => standing === rank));
  const [first] = ranked;
  if (!first) throw new Error('a team without places');
  const { team, name, pin, people } = first.said;
  const hosts = order
    .flatMap((rank) => places.filter(({ standing }) => standing === rank).toReversed())
    .map(({ host, said }) => ({ host, port: said.port }));
  return { identity, team, name, pin, people, hosts };
}

const order: Standing[] = ['proven', 'untried', 'failed'];

const byName = (one: NearbyTeam, other: NearbyTeam): number =>
  one.name.localeCompare(other.name) || (one.identity < other.identity ? -1 : 1);

const isSame = (one: Announcement, other: Announcement): boolean =>
  one.team === other.team &&
  one.name === other.name &&
  one.port === other.port &&
  one.people === other.people;
