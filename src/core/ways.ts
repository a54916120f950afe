// All ways of one team to its server: which is used, how each does, and trials of them.
import { fail } from '../shared/errors.ts';
import type { Link } from '../shared/rows.ts';
import type { Way as WayName, WayRow, WaysState } from '../shared/ways.ts';
import { measure } from './trial.ts';
import type { Connect } from './transport/transport.ts';
import { createWalk, type WalkTiming } from './transport/walk.ts';
import { createWayMemory } from './transport/wayMemory.ts';
import { opens } from './transport/ways.ts';
import { createWay, type WayParts } from './way.ts';

export type WaysParts = Omit<WayParts, 'connect'> & {
  /** Instead of walking. */
  connect: Connect | undefined;
  walking: Partial<WalkTiming> | undefined;
  /** To be told to whoever shows them. */
  changed(state: WaysState): void;
};

export function createWays(parts: WaysParts) {
  const { account, keep, log, walking: timing } = parts;
  const forced = (): WayName | null => account().forced;
  let inUse: WayName | null = null;
  const closing = new AbortController();
  /** One trial at a time: two would measure each other. */
  let turn: Promise<unknown> = Promise.resolve();

  const state = (): WaysState => ({ forced: forced(), rows: memory.rows(inUse) });
  const tell = (): void => parts.changed(state());
  const memory = createWayMemory(tell);
  const walk = createWalk({ forced, memory, timing, log });
  const way = createWay({ ...parts, connect: parts.connect ?? walk.connect });

  function rowOf(name: WayName): WayRow {
    const row = state().rows.find((one) => one.way === name);
    return row ?? { way: name, state: 'untried', error: null, trial: null };
  }

  async function attempt(name: WayName): Promise<WayRow> {
    try {
      const trial = await measure(
        (listener, opened) => way.openBy(opens[name], listener, { opened, mailbox: 'trial' }),
        closing.signal,
      );
      memory.tried(name, trial, null);
      // It may be a better one than the one in use.
      walk.wake();
    } catch (error) {
      const failure = fail(error).error;
      log('info', 'a way was tried in vain', { way: name, ...failure });
      memory.tried(name, null, failure);
    }
    return rowOf(name);
  }

  return {
    connect: way.connect,
    answersAt: way.answersAt,
    state,
    /** What did not work is in the row. */
    try(name: WayName): Promise<WayRow> {
      const trial = turn.then(() => attempt(name));
      turn = trial;
      return trial;
    },
    /** Answers whether the connection must be made anew for it. */
    async force(name: WayName | null): Promise<boolean> {
      if (name === forced()) return false;
      await keep({ forced: name });
      tell();
      // Otherwise the way in use may stay until a better one is found.
      if (name === null) walk.wake();
      return name !== null && name !== inUse;
    },
    linkChanged(link: Link): void {
      const now = link.state === 'live' || link.state === 'syncing' ? link.way : null;
      if (now === inUse) return;
      inUse = now;
      tell();
    },
    wake: walk.wake,
    close: (): void => closing.abort(),
  };
}
