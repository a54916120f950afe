// What is said of a row of measurements, and how far a chart of them reaches up.

export type Figures = { now: number; best: number; median: number; p95: number };

/** Null without any. `values` in the order in which they were measured. */
export function figuresOf(values: readonly number[]): Figures | null {
  const now = values.at(-1);
  if (now === undefined) return null;
  const sorted = values.toSorted((a, b) => a - b);
  // The smallest that at least so many per cent do not exceed.
  const share = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? now;
  return { now, best: sorted[0] ?? now, median: share(0.5), p95: share(0.95) };
}

/** A round number above all of them, whose half is round too. */
export function roundTop(most: number): number {
  let unit = 1;
  for (;;) {
    for (const step of [1, 2, 4]) if (most <= step * unit) return step * unit;
    unit *= 10;
  }
}
