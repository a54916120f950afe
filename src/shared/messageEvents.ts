// What happens to messages, as the log keeps it. Each names its target by `seq` within the conversation,
// so that the state is the same fold whatever order pages arrive in (delivery.md rule 6): among edits,
// pins and one person's same reaction the highest seq wins; a deletion is final.
import { z } from 'zod';
import { ConversationId, Mention, Seq, UserId } from './entities.ts';

/** Where a forwarded text comes from; filled in by the server, so that nobody can put words into a mouth. */
export const Forwarded = z.object({
  conversation: ConversationId,
  seq: Seq,
  author: UserId,
  at: z.number(),
  text: z.string(),
});
export type Forwarded = z.infer<typeof Forwarded>;

export const messageEvents = {
  'message.created': z.object({
    text: z.string(),
    mentions: z.array(Mention),
    /** The message this one answers. */
    reply: Seq.optional(),
    /** The message that began the thread this one stands in. */
    thread: Seq.optional(),
    /** Of a thread, and shown in the conversation as well. */
    broadcast: z.literal(true).optional(),
    /** Everybody is asked to say that they have read it. */
    acknowledge: z.literal(true).optional(),
    /** "/me waves". */
    action: z.literal(true).optional(),
    forwarded: Forwarded.optional(),
    /** Deleted since: its text, and those of its edits, are gone from the log. */
    deleted: z.literal(true).optional(),
  }),
  'message.edited': z.object({ target: Seq, text: z.string(), mentions: z.array(Mention) }),
  'message.deleted': z.object({ target: Seq }),
  'reaction.changed': z.object({ target: Seq, emoji: z.string(), on: z.boolean() }),
  'pin.changed': z.object({ target: Seq, on: z.boolean() }),
  'message.acknowledged': z.object({ target: Seq }),
} as const;
