// How long to wait before asking again: not long while people are talking.

/** Milliseconds between questions that are answered at once. */
const usualMs = 2000;
const busyMs = 250;
/** Something that came or was sent makes it busy for so long. Milliseconds. */
const busyForMs = 5000;
/** A question that waits for its answer needs no pause, only a bound for those that come one by one. Milliseconds. */
const breathMs = 100;

/** `waits`: the server answers when there is something. */
export function createPollPace(waits: boolean) {
  let busyUntil = 0;
  let stopped = false;
  let sleeping: { until: number; timer: NodeJS.Timeout; wake(): void } | undefined;

  const due = (): number => {
    if (waits) return breathMs;
    return performance.now() < busyUntil ? busyMs : usualMs;
  };

  return {
    /** Something came or was sent: more is likely. */
    busy(): void {
      busyUntil = performance.now() + busyForMs;
      if (!sleeping || sleeping.until - performance.now() < due()) return;
      clearTimeout(sleeping.timer);
      sleeping.timer = setTimeout(sleeping.wake, due());
    },
    /** Resolves when it is time; at once when everything is over. `ms`: exactly so long. */
    pause(ms?: number): Promise<void> {
      if (stopped) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleeping = undefined;
          resolve();
        };
        const length = ms ?? due();
        const timer = setTimeout(wake, length);
        // One that was asked for is not shortened.
        sleeping = { until: ms === undefined ? performance.now() + length : 0, timer, wake };
      });
    },
    stop(): void {
      stopped = true;
      clearTimeout(sleeping?.timer);
      sleeping?.wake();
    },
  };
}
