// What the log holds (LogEvent, durable) and what only passes by (Signal, never stored).
import { z } from 'zod';
import {
  ConversationId,
  ConversationKind,
  DoorPolicy,
  Id,
  Person,
  Pos,
  Posting,
  Presence,
  Seq,
  UserId,
} from './entities.ts';
import { messageEvents } from './messageEvents.ts';
import { personalEvents } from './personalEvents.ts';
import { Version } from './updates.ts';

/** The body of each event type. A new kind of event is one row here. */
export const eventBodies = {
  'conversation.created': z.object({
    kind: ConversationKind,
    name: z.string(),
    topic: z.string(),
    members: z.array(UserId),
    /** Only members know that it exists. */
    private: z.literal(true).optional(),
    posting: Posting.optional(),
  }),
  /** The whole of what can change, as it is now, and what of it did. */
  'conversation.changed': z.object({
    name: z.string(),
    topic: z.string(),
    posting: Posting,
    archived: z.boolean(),
    changed: z.array(z.enum(['name', 'topic', 'posting', 'archived'])),
  }),
  'person.joined': z.object({ person: Person }),
  /** The whole person as they are now: name, picture, role, whether active. */
  'person.changed': z.object({ person: Person }),
  'team.changed': z.object({ name: z.string(), door: DoorPolicy }),
  /** The version of the app that the team is offered from now on; null: none. */
  'update.offered': z.object({ version: Version.nullable() }),
  /** By somebody else than `user`: they were added. */
  'member.joined': z.object({ user: UserId }),
  /** By somebody else than `user`: they were removed. */
  'member.left': z.object({ user: UserId }),
  ...messageEvents,
  ...personalEvents,
} as const;

export type EventType = keyof typeof eventBodies;
export type EventBody<T extends EventType> = z.infer<(typeof eventBodies)[T]>;

const envelope = {
  conversation: ConversationId,
  /** Per conversation, from 1, no holes. */
  seq: Seq,
  /** The server's commit position: the one cursor. */
  pos: Pos,
  /** The author's id for the command that caused this; null for what the server adds by itself. */
  id: Id.nullable(),
  author: UserId,
  /** Server time, milliseconds since 1970; never falls within a conversation. */
  at: z.number(),
} as const;

/** One row of the log as it travels. Types this version does not know are kept (delivery.md rule 15). */
export const WireEvent = z.object({
  ...envelope,
  type: z.string(),
  body: z.record(z.string(), z.unknown()),
});
export type WireEvent = z.infer<typeof WireEvent>;

/** A row of the log whose type this version knows. */
export type LogEvent = {
  [T in EventType]: Omit<WireEvent, 'type' | 'body'> & { type: T; body: EventBody<T> };
}[EventType];

/** The event with its typed body, or undefined for a type (or body) from another version. */
export function known(event: WireEvent): LogEvent | undefined {
  if (!Object.hasOwn(eventBodies, event.type)) return undefined;
  const body = eventBodies[event.type as EventType].safeParse(event.body);
  return body.success ? ({ ...event, body: body.data } as LogEvent) : undefined;
}

/** Where a durable command's event stands in the log; the same answer for every retry (rule 2). */
export const Landed = z.object({
  conversation: ConversationId,
  seq: Seq,
  pos: Pos,
  at: z.number(),
  duplicate: z.literal(true).optional(),
});
export type Landed = z.infer<typeof Landed>;

/** All that one commit holds for one conversation. `floor`: the head before that commit (delivery.md rule 7). */
export const EventsFrame = z.object({
  conversation: ConversationId,
  floor: Pos,
  events: z.array(WireEvent).min(1),
});
export type EventsFrame = z.infer<typeof EventsFrame>;

/** From the server: volatile news. */
export const Signal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('head'), pos: Pos }),
  /** This connection fell behind: pull from your cursor (rule 12). */
  z.object({ type: z.literal('behind') }),
  z.object({
    type: z.literal('typing'),
    conversation: ConversationId,
    user: UserId,
    on: z.boolean(),
  }),
  z.object({ type: z.literal('presence'), changes: z.array(z.tuple([UserId, Presence])) }),
  /** Another device of the same person read this far. */
  z.object({ type: z.literal('read'), conversation: ConversationId, seq: Seq }),
  /** How far others have read, gathered; only of and to those who show it. */
  z.object({
    type: z.literal('seen'),
    conversation: ConversationId,
    seen: z.array(z.tuple([UserId, Seq])),
  }),
  /** To those who may let people in: how many wait at the door now. */
  z.object({ type: z.literal('requests'), waiting: z.int() }),
  /** What this device asked to hear back. */
  z.object({ type: z.literal('echo'), ref: z.string(), text: z.string() }),
  z.object({ type: z.literal('closing') }),
]);
export type Signal = z.infer<typeof Signal>;

/** From a client: what it is doing right now. */
export const ClientSignal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('typing'), conversation: ConversationId, on: z.boolean() }),
  z.object({ type: z.literal('presence'), state: z.enum(['online', 'away']) }),
]);
export type ClientSignal = z.infer<typeof ClientSignal>;
