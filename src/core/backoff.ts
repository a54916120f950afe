// How long to wait before trying again: exponential with full jitter, so that a thousand clients
// that lost the same server do not come back in step (delivery.md rule 5).

export type Backoff = { firstMs: number; capMs: number };

/** Milliseconds before attempt `attempt` (from 0): anywhere between 0 and the doubled, capped delay. */
export function backoffMs(
  attempt: number,
  { firstMs, capMs }: Backoff,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(random() * ceiling);
}
