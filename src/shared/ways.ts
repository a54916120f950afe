// The ways to a server, from the best to the one that works nearly everywhere, and how they do.
import { z } from 'zod';
import type { Failure } from './errors.ts';

/**
 * `websocket` and `polling` are Socket.IO's two; `stream` is server-sent events, `longPoll` and `poll` are questions,
 * all three with commands by POST; `plain` is a WebSocket without Socket.IO.
 */
export const Way = z.enum(['websocket', 'polling', 'stream', 'longPoll', 'poll', 'plain']);
export type Way = z.infer<typeof Way>;

/** In this order they are walked down when one fails, and up again. `plain` fails where `websocket` does. */
export const walkedWays = [
  'websocket',
  'polling',
  'stream',
  'longPoll',
  'poll',
] as const satisfies Way[];

/** Measured on demand: a command goes out, and what it brings about comes back as every event does. */
export type WayTrial = {
  /** From sending to hearing, milliseconds. */
  medianMs: number;
  p95Ms: number;
  /** All bytes both ways for one message of about 80 letters, questions and heads included. */
  bytesPerMessage: number;
  /** Each one's milliseconds, in order. */
  samples: number[];
};

export type WayRow = {
  way: Way;
  /** `inUse`: now; `works`, `blocked`: as it was when it was last tried. */
  state: 'inUse' | 'works' | 'blocked' | 'untried';
  /** Why it did not work. */
  error: Failure | null;
  trial: WayTrial | null;
};

export type WaysState = {
  /** The only one to be used; null: the best that works. */
  forced: Way | null;
  rows: WayRow[];
};
