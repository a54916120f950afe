// What may be done with messages. `target`: the message's seq in its conversation.
import { z } from 'zod';
import { ConversationId, Emoji, Id, MessageText, Remark, Seq } from './entities.ts';
import { Landed } from './events.ts';

const aimed = z.object({ id: Id, conversation: ConversationId, target: Seq });

/** What a message may carry besides its text. */
export const MessageParts = z.object({
  reply: Seq.optional(),
  thread: Seq.optional(),
  broadcast: z.literal(true).optional(),
  acknowledge: z.literal(true).optional(),
  action: z.literal(true).optional(),
  /** A message to pass on; its text is put in by the server. */
  forward: z.object({ conversation: ConversationId, seq: Seq }).optional(),
});
export type MessageParts = z.infer<typeof MessageParts>;

export const messageCommands = {
  'message.send': {
    kind: 'write',
    queue: 'conversation',
    /** The text may be empty only beside something forwarded. */
    input: z
      .object({ id: Id, conversation: ConversationId, text: Remark, ...MessageParts.shape })
      .refine(({ text, forward }) => forward !== undefined || MessageText.safeParse(text).success, {
        path: ['text'],
        message: 'empty',
      }),
    output: Landed,
  },
  /** By its author only. */
  'message.edit': {
    kind: 'write',
    queue: 'conversation',
    input: aimed.extend({ text: MessageText }),
    output: Landed,
  },
  /** By its author and by admins; final. */
  'message.delete': { kind: 'write', queue: 'conversation', input: aimed, output: Landed },
  'reaction.set': {
    kind: 'write',
    queue: 'conversation',
    input: aimed.extend({ emoji: Emoji, on: z.boolean() }),
    output: Landed,
  },
  'pin.set': {
    kind: 'write',
    queue: 'conversation',
    input: aimed.extend({ on: z.boolean() }),
    output: Landed,
  },
  'message.acknowledge': { kind: 'write', queue: 'conversation', input: aimed, output: Landed },
} as const;
