// What is said of a row of measurements, and how far a chart of them reaches up.

export type Figures = { now: number; median: number; p95: number; most: number };

/** Null without any. `values` in the order in which they were measured. */
export function figuresOf(values: readonly number[]): Figures | null {
  const now = values.at(-1);
  if (now === undefined) return null;
  const sorted = values.toSorted((a, b) => a - b);
  // The smallest that at least so many per cent do not exceed.
  const share = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? now;
  return { now, median: share(0.5), p95: share(0.95), most: sorted.at(-1) ?? now };
}

/** As far as a chart of them reaches: a single outlier must not press all the others down to the ground. */
export function chartTop(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const share = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? 0;
  return roundTop(Math.max(2, Math.min(share(1), Math.max(8 * share(0.5), 1.2 * share(0.9)))));
}

/** A round number above all of them, whose half is round too. */
export function roundTop(most: number): number {
  let unit = 1;
  for (;;) {
    for (const step of [1, 2, 4]) if (most <= step * unit) return step * unit;
    unit *= 10;
  }
}
