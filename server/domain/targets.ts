// The messages that commands name by their seq: there, and not deleted.
import { Refusal } from '../../src/shared/errors.ts';
import type { MessageRecord, View } from '../store/tx.ts';

/** The message at this place. Throws NOT_FOUND for what is none, and for a deleted one. */
export async function liveMessage(
  view: View,
  conversation: string,
  seq: number,
  field = 'target',
): Promise<MessageRecord> {
  const message = await view.message(conversation, seq);
  if (!message || message.body.deleted)
    throw new Refusal('NOT_FOUND', 'no such message', { field });
  return message;
}
