// The envelope around commands, events and signals, and the version of it all.
import { z } from 'zod';
import type { CommandName } from './commands.ts';
import { Team } from './entities.ts';
import type { Failure } from './errors.ts';
import { Pin, Rotation } from './trust.ts';
import { Listening } from './listening.ts';
import type { ClientSignal, EventsFrame, Signal } from './events.ts';

/** Raised whenever the wire's schemas change; test/shared/protocol.test.ts holds us to it. */
export const PROTOCOL_VERSION = 1;
/** The oldest client this server still understands. */
export const OLDEST_PROTOCOL = 1;

export const DEFAULT_PORT = 7788;

/** The server repeats its head this often, so that a lost last event is noticed (rule 9). Milliseconds. */
export const HEAD_INTERVAL_MS = 30_000;
/** How long a client waits for an answer (rule 5). Milliseconds. */
export const ACK_TIMEOUT_MS = 10_000;

export const CommandFrame = z.object({ name: z.string().max(64), input: z.unknown() });
export type CommandFrame = { name: CommandName; input: unknown };

export type Reply = { ok: true; value: unknown } | { ok: false; error: Failure };

/** What a client says of itself when it connects (Socket.IO `auth`). */
export const Handshake = z.object({
  protocol: z.int(),
  token: z.string().max(256),
  /** With a cursor in it: bring me up to date from there and go on. The app pulls by itself and sends none. */
  listen: Listening.optional(),
});
export type Handshake = z.infer<typeof Handshake>;

/** `GET /api/v1/team`: what anyone may know before joining, and the proof that this is a Lanline server. */
export const TeamInfo = z.object({
  product: z.literal('lanline'),
  protocol: z.object({ newest: z.int(), oldest: z.int() }),
  team: Team,
  people: z.int(),
});
export type TeamInfo = z.infer<typeof TeamInfo>;

/** `GET /api/v1/key`: the key in use and how it came from earlier ones; null where there is no TLS. */
export const KeyInfo = z.object({ pin: Pin.nullable(), rotations: z.array(Rotation).max(32) });
export type KeyInfo = z.infer<typeof KeyInfo>;

/** Socket.IO's two directions, typed once. */
export type ServerToClient = {
  events: (frame: EventsFrame) => void;
  signal: (signal: Signal) => void;
};
export type ClientToServer = {
  command: (frame: { name: string; input: unknown }, reply: (reply: Reply) => void) => void;
  signal: (signal: ClientSignal) => void;
};
