// How long a token may work, each with its key in `bots.lasts.*`.
const day = 86_400_000;

export const lastings = [
  { key: 'week', ms: 7 * day },
  { key: 'quarter', ms: 90 * day },
  { key: 'year', ms: 365 * day },
  { key: 'ever', ms: null },
] as const;

/** Long enough to be forgotten, and it ends by itself all the same. */
export const usualLasting: string = 'year';

/** Milliseconds; null for ever. */
export const lastingOf = (key: string): number | null =>
  lastings.find((one) => one.key === key)?.ms ?? null;
