// A logarithmic axis: where a value stands, and which values are written on it.

export type Axis = {
  place(value: number): number;
  ticks: { value: number; label: string }[];
};

/** From the power of ten below the least to the one above the most; what is not above zero has no place. */
export function axisOf(values: number[], start: number, end: number): Axis {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.floor(Math.log10(Math.min(...(shown.length > 0 ? shown : [1]))));
  const high = Math.max(
    low + 1,
    Math.ceil(Math.log10(Math.max(...(shown.length > 0 ? shown : [1])))),
  );
  return {
    place: (value) => start + ((Math.log10(value) - low) / (high - low)) * (end - start),
    ticks: Array.from({ length: high - low + 1 }, (_, step) => {
      const value = 10 ** (low + step);
      return {
        value,
        label: low + step < 0 ? value.toFixed(-low - step) : value.toLocaleString('en'),
      };
    }),
  };
}
