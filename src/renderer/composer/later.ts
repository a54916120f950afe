// When a message may be sent later: the usual moments, and what fits the browser's own field.
export type Later = { key: 'today' | 'tomorrow' | 'monday'; at: number };

const hour = 3_600_000;
/** When people begin. */
const morning = 9;

/** The moments worth offering now. */
export function laterThan(now: number): Later[] {
  const soon = Math.ceil((now + 3 * hour) / hour) * hour;
  const today = new Date(soon).getDate() === new Date(now).getDate();
  const tomorrow = morningAfter(now, 1);
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const monday = morningAfter(now, toMonday);
  return [
    ...(today ? [{ key: 'today', at: soon } as const] : []),
    { key: 'tomorrow', at: tomorrow },
    ...(monday === tomorrow ? [] : [{ key: 'monday', at: monday } as const]),
  ];
}

function morningAfter(now: number, days: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(morning, 0, 0, 0);
}

/** For a datetime-local field: the time of the clock on the wall, without seconds. */
export function localField(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** Null while nothing, or nothing sensible, stands there. */
export function fromField(value: string): number | null {
  const at = new Date(value).getTime();
  return value === '' || Number.isNaN(at) ? null : at;
}
