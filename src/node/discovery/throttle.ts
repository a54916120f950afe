// Something that is wanted often and done seldom.

export type Throttle = {
  /** At once, or as soon as the pause is over. Wanted many times meanwhile, it is done once. */
  run(): void;
  stop(): void;
};

/** Leaves at least `pauseMs` between two runs of `work`. */
export function createThrottle(pauseMs: number, work: () => void): Throttle {
  let pause: NodeJS.Timeout | undefined;
  let wanted = false;
  let stopped = false;
  const over = (): void => {
    pause = undefined;
    if (wanted) run();
  };
  const run = (): void => {
    if (stopped) return;
    wanted = pause !== undefined;
    if (wanted) return;
    pause = setTimeout(over, pauseMs);
    work();
  };
  return {
    run,
    stop() {
      stopped = true;
      clearTimeout(pause);
    },
  };
}
