// A logarithmic axis: where a value stands, which values are written on it, and how.

export type Axis = { place(value: number): number; ticks: number[] };

/** From the power of ten below the least to the one above the most; what is not above zero has no place. */
export function axisOf(values: number[], start: number, end: number): Axis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const low = Math.floor(Math.min(...(logs.length > 0 ? logs : [0])));
  const high = Math.max(low + 1, Math.ceil(Math.max(...(logs.length > 0 ? logs : [0]))));
  return {
    place: (value) => start + ((Math.log10(value) - low) / (high - low)) * (end - start),
    ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
  };
}

/** In the largest unit that leaves no fraction; each is a thousand of the one before. */
export const inUnits =
  (units: string[]) =>
  (value: number): string => {
    let [at, rest] = [0, value];
    while (rest >= 1000 && at < units.length - 1) [at, rest] = [at + 1, rest / 1000];
    return `${Number(rest.toPrecision(6))} ${units[at]}`;
  };
