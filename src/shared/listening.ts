// Listening by whichever way: what may be asked for, and what comes. Short poll, long poll, server-sent events, plain
// WebSocket and Socket.IO share this page, and one cursor, `pos` (delivery.md rule 10).
import { z } from 'zod';
import { ConversationId, Id, limits, Pos } from './entities.ts';
import type { Failure, Outcome } from './errors.ts';
import { ClientSignal, Signal, WireEvent } from './events.ts';

/** Longest wait of a long poll, seconds: proxies cut at sixty. */
export const LONGEST_WAIT = 55;
/** A quiet stream says this often that it is there, and where its cursor stands. Milliseconds. */
export const KEEPALIVE_MS = 15_000;
/** How long a ticket opens a stream. Seconds. */
export const TICKET_SECONDS = 60;

const Types = z.array(z.string().regex(/^[a-z]+\.[a-z-]+$/, 'no type of event')).max(50);

/** What a listener wants to hear; nothing named is everything. */
export const Filter = z.object({
  conversations: z.array(ConversationId).max(50).default([]),
  types: Types.default([]),
});
export type Filter = z.infer<typeof Filter>;

/** Where to begin. Without `since`: from now. `epoch`, where it is known, makes sure that the cursor is this log's. */
export const Start = z.object({ since: Pos.optional(), epoch: Id.optional() });
export type Start = z.infer<typeof Start>;

export const Listening = Start.extend({
  ...Filter.shape,
  /** Also what only passes by: typing, presence. */
  signals: z.boolean().default(false),
});
export type Listening = z.infer<typeof Listening>;

/** A poll's answer. `next` is the cursor to use next, also when filters hid everything; more is there while it is below `head`. */
export const EventsPage = z.object({
  epoch: Id,
  events: z.array(WireEvent),
  next: Pos,
  head: Pos,
  /** What passed by since the last poll, for who asked for it. */
  signals: z.array(Signal).optional(),
});
export type EventsPage = z.infer<typeof EventsPage>;

/** First on a stream: whose log, and from where on. */
export const Hello = z.object({ epoch: Id, since: Pos, head: Pos });
export type Hello = z.infer<typeof Hello>;

/** Asked for with the token, shown instead of it where no header can be set; opens one stream. */
export const Ticket = z.object({ ticket: z.string(), expiresIn: z.int() });
export type Ticket = z.infer<typeof Ticket>;

/** One JSON text frame of a plain WebSocket, from the server. */
export type SocketFrame =
  | ({ type: 'hello' } & Hello)
  | { type: 'events'; events: WireEvent[]; next: number }
  | { type: 'signal'; signal: Signal }
  /** The cursor now, when nothing else came. */
  | { type: 'head'; next: number }
  | ({ type: 'reply'; ref: number | string } & Outcome<unknown>)
  /** The cursor cannot be served: begin again elsewhere. Nothing follows. */
  | { type: 'gone'; error: Failure }
  | { type: 'closing'; error: Failure };

/** And from the client. `ref` comes back with the reply. */
export const ClientSocketFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('command'),
    ref: z.union([z.number(), z.string().max(64)]),
    name: z.string(),
    input: z.unknown(),
  }),
  z.object({ type: z.literal('signal'), signal: ClientSignal }),
]);
export type ClientSocketFrame = z.infer<typeof ClientSocketFrame>;

/** Events in one page, unless fewer were asked for. */
export const pageLimit = limits.page;
