// How long something may last: silence, do not disturb, a status. One list, so that every menu says the same.
import { FOREVER } from './rules.ts';

const hour = 3_600_000;

export type Span = 'halfHour' | 'hour' | 'fourHours' | 'eightHours' | 'today' | 'tomorrow' | 'ever';

/** When a span that begins now is over, ms since 1970. `tomorrow` is the morning, when people begin. */
export function endOf(span: Span, now: number): number {
  const day = new Date(now);
  if (span === 'today') return day.setHours(23, 59, 59, 999);
  if (span === 'tomorrow') return new Date(day.setDate(day.getDate() + 1)).setHours(8, 0, 0, 0);
  if (span === 'ever') return FOREVER;
  return now + { halfHour: 0.5, hour: 1, fourHours: 4, eightHours: 8 }[span] * hour;
}

export const muteSpans: readonly Span[] = ['hour', 'eightHours', 'tomorrow', 'ever'];
export const quietSpans: readonly Span[] = ['halfHour', 'hour', 'tomorrow'];
export const statusSpans: readonly Span[] = ['halfHour', 'hour', 'fourHours', 'today', 'ever'];
