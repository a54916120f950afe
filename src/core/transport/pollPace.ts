// How long to wait before asking again: not long while people are talking.

/** Milliseconds between questions that are answered at once. */
const usualMs = 2000;
const busyMs = 250;
/** Something that came or was sent makes it busy for so long. Milliseconds. */
const busyForMs = 5000;
/** A question that waits for its answer needs no pause, only a bound: so many at once, and then one in so many milliseconds. */
const burst = 40;
const breathMs = 125;

/** `waits`: the server answers when there is something. */
export function createPollPace(waits: boolean) {
  let busyUntil = 0;
  let stopped = false;
  /** How many may be asked at once, and when that was counted. */
  let left = { questions: burst, at: performance.now() };
  let sleeping: { until: number; timer: NodeJS.Timeout; wake(): void } | undefined;

  /** Milliseconds until one more may be asked; counts it. */
  function breath(): number {
    const at = performance.now();
    const questions = Math.min(burst, left.questions + (at - left.at) / breathMs) - 1;
    left = { questions, at };
    return Math.max(0, -questions * breathMs);
  }

  const due = (): number => {
    if (waits) return breath();
    return performance.now() < busyUntil ? busyMs : usualMs;
  };

  return {
    /** Something came or was sent: more is likely. */
    busy(): void {
      busyUntil = performance.now() + busyForMs;
      const until = performance.now() + busyMs;
      if (waits || !sleeping || sleeping.until <= until) return;
      clearTimeout(sleeping.timer);
      sleeping.until = until;
      sleeping.timer = setTimeout(sleeping.wake, busyMs);
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
