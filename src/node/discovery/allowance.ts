// How much we listen to: a flood from one machine must not drown the others, nor us.

/** Whether one more of this source is still to be heard within the second. */
export type Allowance = (source: string) => boolean;

/** At most `each` a second from one source, and `all` from everybody; half of that is for those not heard yet. */
export function createAllowance(limits: { each: number; all: number }): Allowance {
  const heard = new Map<string, number>();
  let total = 0;
  let repeated = 0;
  let second = 0;
  return (source) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      total = 0;
      repeated = 0;
      heard.clear();
    }
    const before = heard.get(source) ?? 0;
    if (before >= limits.each || total >= limits.all) return false;
    if (before > 0 && repeated >= limits.all / 2) return false;
    heard.set(source, before + 1);
    total += 1;
    if (before > 0) repeated += 1;
    return true;
  };
}
