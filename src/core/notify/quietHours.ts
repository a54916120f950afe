// The hours of each day in which nothing rings, by this computer's clock.

/** Minutes since midnight; `from` after `to` goes over midnight. */
export type Hours = { from: number; to: number };

export function isWithin(hours: Hours | null, time: Date): boolean {
  if (!hours) return false;
  const { from, to } = hours;
  const now = time.getHours() * 60 + time.getMinutes();
  // The same twice is the whole day.
  if (from === to) return true;
  return from < to ? now >= from && now < to : now >= from || now < to;
}
