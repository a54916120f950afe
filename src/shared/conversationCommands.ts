// What may be asked about conversations: making them, who is in them, what they are.
import { z } from 'zod';
import {
  ChannelName,
  ConversationId,
  ConversationKind,
  Id,
  limits,
  Posting,
  Seq,
  Topic,
  UserId,
} from './entities.ts';
import { Landed, WireEvent } from './events.ts';

/** A conversation as it stands, with its newest page of log. */
export const ConversationSnapshot = z.object({
  id: ConversationId,
  kind: ConversationKind,
  name: z.string(),
  topic: z.string(),
  private: z.boolean().default(false),
  posting: Posting.default('everyone'),
  archived: z.boolean().default(false),
  /** Who made it; null for what came with the team. */
  creator: UserId.nullable().default(null),
  members: z.array(UserId),
  /** The newest seq. */
  head: Seq,
  /** How far the asking person has read. */
  read: Seq,
  /** The newest events, oldest first, ending at `head`, without holes. */
  events: z.array(WireEvent),
});
export type ConversationSnapshot = z.infer<typeof ConversationSnapshot>;

export const ChannelListing = z.object({
  id: ConversationId,
  name: z.string(),
  topic: z.string(),
  private: z.boolean().default(false),
  posting: Posting.default('everyone'),
  archived: z.boolean().default(false),
  members: z.int(),
  joined: z.boolean(),
});
export type ChannelListing = z.infer<typeof ChannelListing>;

export const conversationCommands = {
  'channel.create': {
    kind: 'write',
    /** `members`: others to begin with. */
    input: z.object({
      id: Id,
      name: ChannelName,
      topic: Topic.default(''),
      private: z.boolean().default(false),
      posting: Posting.default('everyone'),
      members: z.array(UserId).max(500).default([]),
    }),
    output: Landed,
  },
  'channel.join': {
    kind: 'write',
    input: z.object({ id: Id, conversation: ConversationId }),
    output: Landed,
  },
  'channel.leave': {
    kind: 'write',
    queue: 'conversation',
    input: z.object({ id: Id, conversation: ConversationId }),
    output: Landed,
  },
  /** Name and topic by any member; who may write, and the archive, by admins and who made the channel. */
  'conversation.set': {
    kind: 'write',
    queue: 'conversation',
    input: z.object({
      id: Id,
      conversation: ConversationId,
      name: ChannelName.optional(),
      topic: Topic.optional(),
      posting: Posting.optional(),
      archived: z.boolean().optional(),
    }),
    output: Landed,
  },
  'member.add': {
    kind: 'write',
    queue: 'conversation',
    input: z.object({
      id: Id,
      conversation: ConversationId,
      users: z.array(UserId).min(1).max(500),
    }),
    output: Landed,
  },
  'member.remove': {
    kind: 'write',
    queue: 'conversation',
    input: z.object({ id: Id, conversation: ConversationId, user: UserId }),
    output: Landed,
  },
  'direct.open': { kind: 'write', input: z.object({ id: Id, user: UserId }), output: Landed },
  /** The same people always share the same group, whoever opens it first; `users` without or with oneself. */
  'group.open': {
    kind: 'write',
    input: z.object({ id: Id, users: z.array(UserId).min(2).max(limits.group) }),
    output: Landed,
  },
  'conversation.read': {
    kind: 'write',
    input: z.object({ conversation: ConversationId, seq: Seq }),
    /** The marker after this: the largest over the person's devices. */
    output: z.object({ seq: Seq }),
  },

  /** Every channel this person may know of. */
  'channel.browse': {
    kind: 'read',
    input: z.object({}),
    output: z.object({ channels: z.array(ChannelListing) }),
  },
  'conversation.open': {
    kind: 'read',
    input: z.object({ conversation: ConversationId }),
    output: z.object({ snapshot: ConversationSnapshot }),
  },
  /** How far those members have read who show it; empty for who does not. */
  'conversation.seen': {
    kind: 'read',
    input: z.object({ conversation: ConversationId }),
    output: z.object({ seen: z.array(z.tuple([UserId, Seq])) }),
  },
} as const;
