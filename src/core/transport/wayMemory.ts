// How each way to a server did when it was last tried, and which are not worth trying first.
import type { Failure } from '../../shared/errors.ts';
import { Way, type WayRow, type WayTrial } from '../../shared/ways.ts';

/** So many breaks in a row, each soon after opening, are no accident. */
const mostCuts = 2;

type Known = {
  state: 'works' | 'blocked' | 'untried';
  error: Failure | null;
  trial: WayTrial | null;
};
const untried: Known = { state: 'untried', error: null, trial: null };

export type WayMemory = ReturnType<typeof createWayMemory>;

/** `changed`: the rows are others now. */
export function createWayMemory(changed: () => void) {
  const known = new Map<Way, Known>();
  /** Passed over: `cut` for ways that open and then do not last. */
  const bad = new Map<Way, 'blocked' | 'cut'>();
  const cuts = new Map<Way, number>();

  function learn(way: Way, news: Partial<Known>): void {
    known.set(way, { ...(known.get(way) ?? untried), ...news });
    changed();
  }
  function blocked(way: Way, error: Failure, how: 'blocked' | 'cut' = 'blocked'): void {
    // One that did not last must show that it does, even after not having opened at all.
    if (bad.get(way) !== 'cut') bad.set(way, how);
    learn(way, { state: 'blocked', error });
  }

  return {
    rows: (inUse: Way | null): WayRow[] =>
      Way.options.map((way) => {
        const row = { way, ...(known.get(way) ?? untried) };
        return way === inUse ? { ...row, state: 'inUse', error: null } : row;
      }),
    isBad: (way: Way): boolean => bad.has(way),
    wasCut: (way: Way): boolean => bad.get(way) === 'cut',
    works(way: Way): void {
      bad.delete(way);
      learn(way, { state: 'works', error: null });
    },
    /** The server answers, but not by this way. */
    blocked,
    /** A connection by this way ended by itself; `young`: soon after it was opened. */
    ended(way: Way, young: boolean, error: Failure): void {
      const before = young ? (cuts.get(way) ?? 0) : -1;
      cuts.set(way, before + 1);
      if (before + 1 >= mostCuts) blocked(way, error, 'cut');
    },
    /** What was measured; null when it did not work. */
    tried(way: Way, trial: WayTrial | null, error: Failure | null): void {
      // One that did not last must last.
      if (trial && bad.get(way) !== 'cut') bad.delete(way);
      learn(way, { state: trial ? 'works' : 'blocked', error, trial });
    },
    /** The server itself was away: breaks before that say nothing of the way. */
    serverWasAway: (): void => cuts.clear(),
    /** Another network, perhaps: everything may be otherwise. */
    forgive(): void {
      bad.clear();
      cuts.clear();
    },
  };
}
