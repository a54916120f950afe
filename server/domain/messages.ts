// Sending, and how far somebody has read.
import { limits } from '../../src/shared/entities.ts';
import { findMentions } from '../../src/shared/mentions.ts';
import type { Handler } from './handler.ts';

export const sendMessage: Handler<'message.send'> = {
  async run(tx, _actor, { conversation, text }) {
    // Who is called is decided here, once, so that scripts and every version of the app agree.
    const names = text.includes('@') ? await tx.idsByName() : new Map<string, string>();
    const found = findMentions(text, (key) => names.get(key), limits.name);
    const mentions = [...new Set(found.map((span) => span.mention))];
    return { events: [{ conversation, type: 'message.created', body: { text, mentions } }] };
  },
};

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
