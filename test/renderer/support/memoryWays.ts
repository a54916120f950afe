// The ways to the server, in memory. memoryTeam.ts spreads `handlers` into its own; tests set and read the
// rest.
import type { CallArgs, CallOutput, Pushes } from '../../../src/shared/api.ts';
import type { Failure } from '../../../src/shared/errors.ts';
import type { Link } from '../../../src/shared/rows.ts';
import { Way, type WayRow, type WaysState } from '../../../src/shared/ways.ts';

type WaysCall = 'link.ways' | 'link.try' | 'link.force' | 'link.watch';
type Handlers = { [N in WaysCall]: (input: CallArgs<N>) => CallOutput<N> };

/** What it needs of the team around it. */
export type Line = {
  link: Link;
  setLink(link: Link): void;
  push<N extends 'ways'>(name: N, payload: Pushes[N]): void;
};

export function memoryWays(team: Line) {
  const state = {
    forced: null as Way | null,
    /** Somebody looks at the round trips. */
    watched: false,
    /** What is in the way. */
    blocked: new Map<Way, Failure>(),
    found: new Map<Way, WayRow>(),
  };

  const untried = (way: Way): WayRow => ({ way, state: 'untried', error: null, trial: null });
  function rows(): WayRow[] {
    const { link } = team;
    const used = link.state === 'live' ? link.way : null;
    return Way.options.map((way) => {
      const row = state.found.get(way) ?? untried(way);
      return way === used ? { ...row, state: 'inUse' } : row;
    });
  }
  const told = (): WaysState => ({ forced: state.forced, rows: rows() });

  function measure(way: Way): WayRow {
    const error = state.blocked.get(way) ?? null;
    const medianMs = 1.5 * (Way.options.indexOf(way) + 1);
    const samples = [medianMs, medianMs, medianMs * 3];
    const bytesPerMessage = 400 * (Way.options.indexOf(way) + 1);
    const trial = error ? null : { medianMs, p95Ms: medianMs * 3, bytesPerMessage, samples };
    return { way, state: error ? 'blocked' : 'works', error, trial };
  }

  const handlers: Handlers = {
    'link.ways': told,
    'link.try': ({ way }) => {
      const row = measure(way);
      state.found.set(way, row);
      team.push('ways', told());
      return row;
    },
    'link.force': ({ way }) => {
      state.forced = way;
      if (way) team.setLink({ state: 'live', way, rttMs: 5, waiting: 0 });
      team.push('ways', told());
    },
    'link.watch': ({ on }) => void (state.watched = on),
  };

  return Object.assign(state, { handlers });
}
