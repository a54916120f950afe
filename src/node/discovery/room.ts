// Who has to go when there is no more room in the list. What is announced may be false, so nobody
// gets in the way of others by shouting first, most, or last.

export type Standing = 'proven' | 'untried' | 'failed';

/**
 * Of a team's places, the longest in sight first, the one to give up for a newcomer; undefined when all are proven.
 * Those that failed go first. Of the untried the older half stays, so that a flood cannot push out who keeps being
 * seen; in the newer half each stays for some others, so that those who came before a server do not keep it out.
 */
export function leastUseful<T extends { standing: Standing }>(places: readonly T[]): T | undefined {
  const failed = places.find(({ standing }) => standing === 'failed');
  if (failed) return failed;
  const untried = places.filter(({ standing }) => standing === 'untried');
  return untried[Math.min(Math.floor(places.length / 2), untried.length - 1)];
}

export type Crowded = {
  identity: string;
  /** How many its quietest address announces. */ crowd: number;
};

/**
 * The team whose every address announces the most teams, the latest of equals; proven ones are no candidates. The
 * quietest address counts, so that a team is not lost because somebody loud claims it, too.
 */
export function mostCrowded(
  teams: ReadonlyMap<string, ReadonlyMap<string, { standing: Standing; host: string }>>,
  announcedBy: (host: string) => number,
): Crowded | undefined {
  let most: Crowded | undefined;
  for (const [identity, places] of teams) {
    const all = [...places.values()];
    if (all.some(({ standing }) => standing === 'proven')) continue;
    const crowd = Math.min(...all.map(({ host }) => announcedBy(host)));
    if (!most || crowd >= most.crowd) most = { identity, crowd };
  }
  return most;
}
