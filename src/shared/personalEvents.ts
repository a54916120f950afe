// What is one person's alone, in their `personal` conversation: it reaches their other devices by the
// same log as everything else. Of each field the highest seq wins.
import { z } from 'zod';
import { ConversationId, Id, NotifyLevel, Seq } from './entities.ts';
import { errorCodes } from './errors.ts';

/** A conversation as this person wants it; what is left out stays as it was. */
export const Preference = z.object({
  favourite: z.boolean().optional(),
  /** Silent until then, ms since 1970; null: not muted. */
  mutedUntil: z.number().nullable().optional(),
  /** Null: as usual for its kind. */
  notify: NotifyLevel.nullable().optional(),
  /** Shown as unread from this message on, whatever was read; null: no more. */
  unreadFrom: Seq.nullable().optional(),
});
export type Preference = z.infer<typeof Preference>;

/** A message that the server will send. */
export const Schedule = z.object({
  id: Id,
  conversation: ConversationId,
  text: z.string(),
  /** When, ms since 1970. */
  at: z.number(),
  reply: Seq.optional(),
  thread: Seq.optional(),
});
export type Schedule = z.infer<typeof Schedule>;

export const personalEvents = {
  'preference.changed': Preference.extend({ conversation: ConversationId }),
  'saved.changed': z.object({ conversation: ConversationId, target: Seq, on: z.boolean() }),
  /** This person has read a thread up to `seq`; the largest counts. */
  'thread.read': z.object({ conversation: ConversationId, thread: Seq, seq: Seq }),
  'schedule.added': z.object({ schedule: Schedule }),
  'schedule.ended': z.object({ schedule: Id, how: z.enum(['sent', 'cancelled']) }),
  /** It could not be sent when its time came; it stays until the person decides. */
  'schedule.failed': z.object({ schedule: Id, code: z.enum(errorCodes).catch('INTERNAL') }),
} as const;
