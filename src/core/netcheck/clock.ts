// Check 10: a clock that is far off makes certificates invalid and times wrong. Compared with the teams' own
// servers only: no time server outside is asked.
import type { Finding } from './finding.ts';

/** How much a clock may differ. Milliseconds. */
const tolerance = 5 * 60_000;
/** No clock is right that says it is earlier: there was no Lanline yet. */
const earliest = Date.UTC(2026, 0, 1);

export type ServerTime = {
  team: string;
  /** The server's clock minus ours, ms. */ aheadMs: number;
};

/** `others`: every server that was asked and answered. `now`: this computer's clock. */
export function checkClock(now: number, others: readonly ServerTime[]): Finding {
  if (now < earliest) return { state: 'bad', text: 'past', advice: 'set' };
  const furthest = others.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0];
  if (!furthest) return { state: 'unknown', text: 'nobody' };
  const { team, aheadMs } = furthest;
  const facts = { team, minutes: Math.round(Math.abs(aheadMs) / 60_000) };
  if (Math.abs(aheadMs) <= tolerance) return { state: 'good', text: 'agrees', facts: { team } };
  return { state: 'warning', text: aheadMs > 0 ? 'slow' : 'fast', advice: 'set', facts };
}
