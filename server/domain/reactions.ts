// What others do with a message: reactions, pins, and that they have read what they were asked to.
// Whatever is so already is accepted, and stands where the message does.
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Effect, Handler, Projection } from './handler.ts';
import { liveMessage } from './targets.ts';
import type { MessageRecord } from '../store/tx.ts';

export const setReaction: Handler<'reaction.set'> = {
  async run(tx, actor, { conversation, target, emoji, on }) {
    const message = await liveMessage(tx, conversation, target);
    if ((await tx.hasReacted(conversation, target, actor, emoji)) === on) return already(message);
    const more = on && !(await tx.isShown(conversation, target, emoji));
    if (more && (await tx.countEmoji(conversation, target)) >= limits.reactions)
      throw new Refusal('TOO_LARGE', `more than ${limits.reactions} different reactions`, {
        field: 'emoji',
      });
    const body = { target, emoji, on };
    return { events: [{ conversation, type: 'reaction.changed', body }] };
  },
};

export const setPin: Handler<'pin.set'> = {
  async run(tx, _actor, { conversation, target, on }) {
    const message = await liveMessage(tx, conversation, target);
    if ((await tx.isPinned(conversation, target)) === on) return already(message);
    if (on && (await tx.countPins(conversation)) >= limits.pins)
      throw new Refusal('TOO_LARGE', `more than ${limits.pins} pins`, { field: 'target' });
    return { events: [{ conversation, type: 'pin.changed', body: { target, on } }] };
  },
};

export const acknowledgeMessage: Handler<'message.acknowledge'> = {
  async run(tx, actor, { conversation, target }) {
    const message = await liveMessage(tx, conversation, target);
    if (!message.body.acknowledge)
      throw new Refusal('INVALID', 'nobody asked for this', { field: 'target' });
    if (await tx.hasAcknowledged(conversation, target, actor)) return already(message);
    return { events: [{ conversation, type: 'message.acknowledged', body: { target } }] };
  },
};

export const reactionChanged: Projection<'reaction.changed'> = (
  tx,
  { conversation, author, body: { target, emoji, on } },
) => tx.setReaction(conversation, target, author, emoji, on);

export const pinChanged: Projection<'pin.changed'> = (tx, { conversation, body: { target, on } }) =>
  tx.setPin(conversation, target, on);

export const messageAcknowledged: Projection<'message.acknowledged'> = (
  tx,
  { conversation, author, body: { target } },
) => tx.addAcknowledgement(conversation, target, author);

const already = ({ conversation, seq, pos, at }: MessageRecord): Effect => ({
  landed: { conversation, seq, pos, at },
});
