// The messages that commands name by their seq.
import { Refusal } from '../../src/shared/errors.ts';
import type { MessageRecord, View } from '../store/tx.ts';

/** The message at this place. Throws NOT_FOUND for what is none, and for a deleted one. */
export async function liveMessage(
  view: View,
  conversation: string,
  seq: number,
  field = 'target',
): Promise<MessageRecord> {
  const message = await standingMessage(view, conversation, seq, field);
  if (message.body.deleted) throw missing(field);
  return message;
}

/** The message at this place, deleted or not. Throws NOT_FOUND for what is none. */
export async function standingMessage(
  view: View,
  conversation: string,
  seq: number,
  field = 'target',
): Promise<MessageRecord> {
  const message = await view.message(conversation, seq);
  if (!message) throw missing(field);
  return message;
}

const missing = (field: string): Refusal => new Refusal('NOT_FOUND', 'no such message', { field });
