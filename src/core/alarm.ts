// Rings when a moment of the clock has come: something that was set "until then" is over. A timer alone
// would not do: it stands still while the computer sleeps, and it cannot hold more than 24 days.

/** So late at most, after sleep or when the clock was set. Milliseconds. */
const lookEveryMs = 30_000;

/** `ring` is called once for each time that was set and has come. */
export function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;

  function look(at: number): void {
    const left = at - Date.now();
    if (left <= 0) {
      timer = undefined;
      return ring();
    }
    timer = setTimeout(look, Math.min(left, lookEveryMs), at);
    timer.unref();
  }

  return {
    /** For the earliest of these that is still to come, and for no other; null: for ever. */
    set(times: readonly (number | null)[]): void {
      clearTimeout(timer);
      timer = undefined;
      const now = Date.now();
      const coming = times.filter((at): at is number => at !== null && at > now);
      if (coming.length > 0) look(Math.min(...coming));
    },
    stop: (): void => clearTimeout(timer),
  };
}
