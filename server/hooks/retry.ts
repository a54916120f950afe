// How long until the next try: longer each time, and never for all hooks at the same moment.

export type Retry = {
  /** Before the second try. Milliseconds. */
  firstMs: number;
  /** Each pause is so much longer than the one before. */
  factor: number;
  mostMs: number;
  /** After so many an event is given up. */
  tries: number;
};

/** An hour and a half in all: a receiver may be updated meanwhile, or a machine come back after a power cut. */
export const usualRetry: Retry = { firstMs: 1000, factor: 4, mostMs: 3_600_000, tries: 8 };

/** `failed`: how many tries there were. Between half of the pause and all of it. */
export function pauseAfter(failed: number, { firstMs, factor, mostMs }: Retry): number {
  const whole = Math.min(mostMs, firstMs * factor ** (failed - 1));
  return Math.round(whole * (0.5 + Math.random() / 2));
}
