// When to try better ways again: after growing pauses, and at once when there is a reason.
import type { Log } from '../log.ts';

export type ClimbParts<L> = {
  /** Nothing is better than what is in use. */
  atTop(line: L): boolean;
  /** One look at all that is better. Rejects when that is not worth blaming anything for. */
  attempt(line: L): Promise<void>;
  firstMs: number;
  capMs: number;
  /** Between two tries that were asked for. */
  gapMs: number;
  log: Log;
};

export function createClimb<L>({ atTop, attempt, firstMs, capMs, gapMs, log }: ClimbParts<L>) {
  let line: L | undefined;
  let pause = firstMs;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let triedAt = -Infinity;

  function later(): void {
    clearTimeout(timer);
    if (line && !atTop(line)) timer = setTimeout(() => void go(), pause);
  }

  async function go(): Promise<void> {
    clearTimeout(timer);
    if (busy || !line) return;
    busy = true;
    triedAt = performance.now();
    pause = Math.min(capMs, pause * 2);
    try {
      await attempt(line);
    } catch (error) {
      log('debug', 'no better way now', { error: String(error) });
    } finally {
      busy = false;
      later();
    }
  }

  return {
    /** From now on for this connection. */
    start(next: L): void {
      line = next;
      later();
    },
    stop(old: L): void {
      if (line !== old) return;
      line = undefined;
      clearTimeout(timer);
    },
    /** There is a reason to look now. */
    now(): void {
      pause = firstMs;
      if (performance.now() - triedAt >= gapMs) void go();
    },
  };
}
