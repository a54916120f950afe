// What the window may ask about conversations and messages: lists, pages, threads, searching, writing.
import { z } from 'zod';
import { type Call, call } from './call.ts';
import {
  commands,
  isQueued,
  type QueuedArgs,
  type QueuedInput,
  type QueuedName,
} from './commands.ts';
import type { ChannelListing } from './conversationCommands.ts';
import {
  ChannelName,
  ConversationId,
  Id,
  limits,
  MessageText,
  Posting,
  Seq,
  Topic,
  UserId,
} from './entities.ts';
import { MessageParts } from './messageCommands.ts';
import type { ConversationRow } from './rows.ts';
import type {
  FoundTimeline,
  MessageRow,
  MessageVersion,
  OpenedThread,
  OpenedTimeline,
  ScheduledRow,
  SearchPage,
  ThreadRow,
  TimelinePage,
} from './timelineRows.ts';

const nothing = z.undefined();
const page = z.object({ conversation: ConversationId, limit: z.int().min(1).max(200).default(50) });

/**
 * Everything that may wait in the outbox is a call of the same name without the id, and answers once it is safe on this
 * computer's disk: what it does is shown at once.
 */
type QueuedCalls = {
  [N in Exclude<QueuedName, 'message.send'>]: Call<z.ZodType<QueuedArgs<N>, QueuedInput<N>>, void>;
};
const queuedCalls = Object.fromEntries(
  Object.entries(commands)
    .filter(([name]) => isQueued(name) && name !== 'message.send')
    .map(([name, { input }]) => [name, { input: (input as z.ZodObject).omit({ id: true }) }]),
) as unknown as QueuedCalls;

export const talkCalls = {
  'conversations.list': call<ConversationRow[]>()(nothing),

  'channels.browse': call<ChannelListing[]>()(nothing),
  'channel.create': call<{ conversation: string }>()(
    z.object({
      name: ChannelName,
      topic: Topic,
      private: z.boolean().default(false),
      posting: Posting.default('everyone'),
      members: z.array(UserId).max(500).default([]),
    }),
  ),
  'channel.join': call<void>()(z.object({ conversation: ConversationId })),
  'direct.open': call<{ conversation: string }>()(z.object({ user: UserId })),
  'group.open': call<{ conversation: string }>()(
    z.object({ users: z.array(UserId).min(2).max(limits.group) }),
  ),
  'conversation.read': call<void>()(z.object({ conversation: ConversationId, seq: Seq })),
  /** How far others have read, as far as they show it; what was known last while offline. */
  'conversation.seen': call<[user: string, seq: number][]>()(
    z.object({ conversation: ConversationId }),
  ),

  /** The page around the first unread message, or the newest page. */
  'timeline.open': call<OpenedTimeline>()(z.object({ conversation: ConversationId })),
  'timeline.older': call<TimelinePage>()(page.extend({ before: Seq })),
  'timeline.newer': call<TimelinePage>()(page.extend({ after: Seq })),
  'timeline.latest': call<TimelinePage>()(page),
  /** The page around a message; throws NOT_FOUND where it is neither here nor on the server. */
  'timeline.at': call<FoundTimeline>()(page.extend({ seq: Seq })),
  /** The page around the first message at or after a time, ms. */
  'timeline.date': call<FoundTimeline>()(page.extend({ at: z.number() })),

  'thread.open': call<OpenedThread>()(page.extend({ thread: Seq })),
  'thread.older': call<TimelinePage>()(page.extend({ thread: Seq, before: Seq })),
  /** Those with something new first, then by the newest message. */
  'threads.list': call<ThreadRow[]>()(nothing),
  /** The newest first; messages that were deleted since are left out. */
  'saved.list': call<MessageRow[]>()(nothing),
  'pins.list': call<MessageRow[]>()(z.object({ conversation: ConversationId })),
  /** What calls this person, the newest first; `before`: the `at` of the last one shown. */
  'mentions.list': call<MessageRow[]>()(z.object({ before: z.number().optional() })),
  'scheduled.list': call<ScheduledRow[]>()(nothing),
  /** What a message said before it was edited; the newest first, without what it says now. */
  'message.versions': call<MessageVersion[]>()(
    z.object({ conversation: ConversationId, target: Seq }),
  ),
  /** Over everything on this computer, as typed: words and filters (`from:`, `in:`, …). */
  'search.find': call<SearchPage>()(
    z.object({
      query: z.string().max(1000),
      /** Only in this conversation. */
      conversation: ConversationId.optional(),
      next: z.string().max(200).nullable().default(null),
      limit: z.int().min(1).max(100).default(20),
    }),
  ),

  /** Answers once the message is safe on this computer's disk (delivery.md rule 1). */
  'message.send': call<{ id: string }>()(
    z.object({ conversation: ConversationId, text: z.string(), ...MessageParts.shape }),
  ),
  /** A message, or something done to one, that was refused: tried once more. */
  'message.retry': call<void>()(z.object({ id: Id })),
  /** Takes it out of the outbox and answers its text; '' for what has none. */
  'message.discard': call<{ text: string }>()(z.object({ id: Id })),
  /** Another text for a message that has not been sent. Throws NOT_FOUND when it may have arrived. */
  'message.rewrite': call<void>()(z.object({ id: Id, text: MessageText })),
  'draft.set': call<void>()(
    z.object({
      conversation: ConversationId,
      thread: Seq.optional(),
      text: z.string().max(200_000),
      reply: Seq.nullable().default(null),
    }),
  ),
  'typing.set': call<void>()(z.object({ conversation: ConversationId, on: z.boolean() })),

  ...queuedCalls,
} as const;
