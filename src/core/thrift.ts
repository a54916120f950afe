// How often the core does what nobody waits for: seldom on battery, because each packet wakes the radio.

/** Milliseconds between two measurements of the round trip. `watched`: somebody looks at it. */
export const pingEveryMs = (saving: boolean, watched: boolean): number => {
  if (watched) return 1000;
  return saving ? 30_000 : 10_000;
};

/** Milliseconds between two pages of older history that fill in behind. */
export const fillPauseMs = (saving: boolean): number => (saving ? 2000 : 0);
