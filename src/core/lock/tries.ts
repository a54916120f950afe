// How long to wait after wrong tries. Few people mistype five times; ten thousand PINs take more than a year.
const second = 1000;
const minute = 60 * second;
const free = 4;
const pauses = [30 * second, minute, 5 * minute, 15 * minute, 60 * minute] as const;

/** Milliseconds after this many wrong tries in a row. */
export function pauseAfter(tries: number): number {
  if (tries <= free) return 0;
  return pauses[Math.min(tries - free, pauses.length) - 1] ?? 0;
}

/** Milliseconds still to wait at `now`. A clock that was set back makes no pause longer than it was. */
export const pauseLeft = (
  { tries, until }: { tries: number; until: number },
  now: number,
): number => Math.max(0, Math.min(until - now, pauseAfter(tries)));
