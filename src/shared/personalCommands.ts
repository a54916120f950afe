// What a person sets for themselves: alone (into their `personal` conversation) or for all to see
// (their own row among the people).
import { z } from 'zod';
import { ConversationId, Id, MessageText, Seq, Status } from './entities.ts';
import { Landed } from './events.ts';
import { Preference } from './personalEvents.ts';

export const personalCommands = {
  'preference.set': {
    kind: 'write',
    queue: 'personal',
    input: Preference.extend({ id: Id, conversation: ConversationId }),
    output: Landed,
  },
  'saved.set': {
    kind: 'write',
    queue: 'personal',
    input: z.object({ id: Id, conversation: ConversationId, target: Seq, on: z.boolean() }),
    output: Landed,
  },
  'thread.read': {
    kind: 'write',
    queue: 'personal',
    input: z.object({ id: Id, conversation: ConversationId, thread: Seq, seq: Seq }),
    output: Landed,
  },
  /** `id` becomes the schedule's. Throws INVALID for a time that has passed or is more than `limits.aheadMs` away. */
  'message.schedule': {
    kind: 'write',
    queue: 'personal',
    input: z.object({
      id: Id,
      conversation: ConversationId,
      text: MessageText,
      at: z.number(),
      reply: Seq.optional(),
      thread: Seq.optional(),
    }),
    output: Landed,
  },
  'schedule.cancel': {
    kind: 'write',
    queue: 'personal',
    input: z.object({ id: Id, schedule: Id }),
    output: Landed,
  },
  /** Sends it now, as the message `id`; what the server does by itself when the time comes. */
  'schedule.send': {
    kind: 'write',
    queue: 'personal',
    input: z.object({ id: Id, schedule: Id }),
    output: Landed,
  },

  'status.set': {
    kind: 'write',
    queue: 'team',
    input: z.object({ id: Id, status: Status.nullable() }),
    output: Landed,
  },
  'dnd.set': {
    kind: 'write',
    queue: 'team',
    input: z.object({ id: Id, until: z.number().nullable() }),
    output: Landed,
  },
  'receipts.set': {
    kind: 'write',
    queue: 'team',
    input: z.object({ id: Id, on: z.boolean() }),
    output: Landed,
  },
} as const;
