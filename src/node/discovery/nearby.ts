// The list of teams in sight, made of sightings that may be false and far too many.
import type { NearbyTeam, Sighting } from '../../shared/discovery.ts';

export type Nearby = {
  found(sighting: Sighting): void;
  lost(sighting: Sighting): void;
  list(): NearbyTeam[];
  close(): void;
};

/** `changed` hears the whole list, at most three times a second and only when it differs. */
export function createNearby(options: {
  changed(list: NearbyTeam[]): void;
  now?(): number;
}): Nearby {
  throw new Error(`not yet ${options.now?.()}`);
}
