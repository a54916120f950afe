// How long something works, as people write it.
import { Refusal } from '../../src/shared/errors.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of `30m`, `12h`, `7d`; null for `never`. Throws INVALID, calling it by `option`. */
export function readDuration(text: string, option: string): number | null {
  if (text === 'never') return null;
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const ms = Number(count) * units[(unit ?? 's') as keyof typeof units];
  if (ms >= units.s && ms <= 366 * units.d) return ms;
  throw new Refusal('INVALID', `${option}: must be like 30m, 12h, 7d, at most 366d, or never`, {
    field: option.replace(/^--/, ''),
  });
}

/** `in 7 days`, `in 10 minutes`: rounded to what matters. */
export function describeDuration(ms: number): string {
  const unit = (['d', 'h', 'm'] as const).find((each) => ms >= 2 * units[each]) ?? 's';
  const words = { d: 'days', h: 'hours', m: 'minutes', s: 'seconds' };
  return `${Math.round(ms / units[unit])} ${words[unit]}`;
}
