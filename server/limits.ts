// How often somebody may do what, where nothing else is said.
export type Limit = { tries: number; seconds: number };

/** An address counts with its place (`placeOf`). */
export type Limits = {
  /** Commands without a token, for each address. */
  strangers: Limit;
  /** Asking again with a ticket that was seen before: for each ticket, and for each address. */
  ticket: Limit;
  tickets: Limit;
  /** Codes that open nothing, for each address. */
  codes: Limit;
  /**
   * Spoken codes that open nothing, in all. Those of links cannot be guessed, so a flood of wrong ones must not keep
   * out who has a right one.
   */
  spoken: Limit;
  /** Tokens that nobody has, for each address. */
  tokens: Limit;
  /** Connections without a token, in all; a fifth of them from one address. */
  strange: number;
  /** Messages of each person, and what they do with them. Many at once, because all that was done offline leaves at once. */
  send: Limit;
  /** What each person marks for themselves alone: reading marks, one for every conversation after having been away; what they saved. */
  marks: Limit;
  /** Questions for events of each person, long or short. */
  polls: Limit;
  /** Everything else that each person writes: profiles, invites, devices, channels. */
  change: Limit;
  /** Signals that somebody types, for each connection: more are dropped without a word. */
  typing: Limit;
  /** Connections of each person; one more ends the oldest. */
  sockets: number;
  /** Streams of each person, and questions that wait; one more stream ends the oldest, one more question is refused. */
  streams: number;
  /** Commands of each person by HTTP whose answers have not left yet. */
  underWay: number;
};

export const usualLimits: Limits = {
  strangers: { tries: 30, seconds: 60 },
  ticket: { tries: 600, seconds: 600 },
  tickets: { tries: 1200, seconds: 60 },
  codes: { tries: 10, seconds: 600 },
  spoken: { tries: 100, seconds: 600 },
  tokens: { tries: 30, seconds: 60 },
  // An office that comes back behind one router after a power cut fits in.
  strange: 1000,
  send: { tries: 200, seconds: 20 },
  marks: { tries: 600, seconds: 20 },
  polls: { tries: 200, seconds: 20 },
  change: { tries: 100, seconds: 20 },
  // Two, because beginning and ending may come in one second.
  typing: { tries: 2, seconds: 1 },
  sockets: 20,
  streams: 40,
  underWay: 64,
};
