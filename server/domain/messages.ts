// Saying something, and changing or taking back what one said.
import type { CommandArgs } from '../../src/shared/commands.ts';
import { limits, type Mention } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { EventBody } from '../../src/shared/events.ts';
import { findMentions } from '../../src/shared/mentions.ts';
import type { Forwarded } from '../../src/shared/messageEvents.ts';
import type { Tx, View } from '../store/tx.ts';
import type { Handler, Projection } from './handler.ts';
import { liveMessage, standingMessage } from './targets.ts';

export const sendMessage: Handler<'message.send'> = {
  async run(tx, _actor, args) {
    const { conversation, text, reply, thread, broadcast, acknowledge, action, forward } = args;
    // An answer outlives what it answers: one that crosses a deletion must not be lost.
    if (reply !== undefined) await standingMessage(tx, conversation, reply, 'reply');
    await checkThread(tx, args);
    const body: EventBody<'message.created'> = {
      text,
      mentions: await mentionsIn(tx, text),
      ...(reply !== undefined && { reply }),
      ...(thread !== undefined && { thread }),
      ...(broadcast && { broadcast }),
      ...(acknowledge && { acknowledge }),
      ...(action && { action }),
      ...(forward && { forwarded: await passedOn(tx, forward) }),
    };
    return { events: [{ conversation, type: 'message.created', body }] };
  },
};

/** The policy has found the message alive, and the author's own. */
export const editMessage: Handler<'message.edit'> = {
  async run(tx, _actor, { conversation, target, text }) {
    const message = await liveMessage(tx, conversation, target);
    if (message.text === text) return { landed: await tx.landed(conversation, target) };
    // All of them are emptied in one transaction when the message is deleted.
    if ((await tx.countEdits(conversation, target)) >= limits.edits)
      throw new Refusal('TOO_LARGE', `more than ${limits.edits} edits`, { field: 'target' });
    const body = { target, text, mentions: await mentionsIn(tx, text) };
    return { events: [{ conversation, type: 'message.edited', body }] };
  },
};

export const deleteMessage: Handler<'message.delete'> = {
  async run(tx, _actor, { conversation, target }) {
    if ((await tx.message(conversation, target))?.body.deleted)
      return { landed: await tx.landed(conversation, target) };
    return { events: [{ conversation, type: 'message.deleted', body: { target } }] };
  },
};

export const messageDeleted: Projection<'message.deleted'> = (tx, { conversation, body }) =>
  tx.scrub(conversation, body.target);

/** A marker only moves forward and never beyond the log (I10). It is not an event: it belongs to one person. */
export const markRead: Handler<'conversation.read'> = {
  async run(tx, actor, { conversation, seq }) {
    const before = await tx.marker(actor, conversation);
    const after = Math.min(seq, await tx.head(conversation));
    if (after <= before) return {};
    await tx.setMarker(actor, conversation, after);
    return { signals: [{ user: actor, signal: { type: 'read', conversation, seq: after } }] };
  },
  async answer(tx, actor, { conversation }) {
    return { seq: await tx.marker(actor, conversation) };
  },
};

/** Who is called is decided here, once, so that scripts and every version of the app agree. */
async function mentionsIn(view: View, text: string): Promise<Mention[]> {
  if (!text.includes('@')) return [];
  const names = await view.idsByName();
  const found = findMentions(text, (key) => names.get(key), limits.name);
  return [...new Set(found.map((span) => span.mention))];
}

/** Threads have one level: their root stands in the conversation itself. */
async function checkThread(tx: Tx, args: CommandArgs<'message.send'>): Promise<void> {
  const { conversation, thread, broadcast } = args;
  if (thread === undefined && !broadcast) return;
  if (thread === undefined)
    throw new Refusal('INVALID', 'only what is in a thread is shown outside it as well', {
      field: 'broadcast',
    });
  const root = await liveMessage(tx, conversation, thread, 'thread');
  if (root.body.thread !== undefined)
    throw new Refusal('INVALID', 'a message of a thread begins no other', { field: 'thread' });
}

/** What was said there, as it reads now; of something that was only passed on itself, where it came from. */
async function passedOn(
  tx: Tx,
  { conversation, seq }: { conversation: string; seq: number },
): Promise<Forwarded> {
  const source = await liveMessage(tx, conversation, seq, 'forward');
  const { author, at, text, body } = source;
  return body.forwarded && text === '' ? body.forwarded : { conversation, seq, author, at, text };
}
