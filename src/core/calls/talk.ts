// Calls about conversations and messages.
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { TeamCall } from '../../shared/api.ts';
import { MessageText } from '../../shared/entities.ts';
import { Refusal } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import type { TeamHandlers } from './handlers.ts';

type Call = Extract<
  TeamCall,
  | `channel.${string}`
  | `channels.${string}`
  | `conversation.${string}`
  | `conversations.${string}`
  | `direct.${string}`
  | `draft.${string}`
  | `message.${string}`
  | `timeline.${string}`
  | `typing.${string}`
>;

const Draftable = z.object({ text: MessageText });

export const talkCalls: TeamHandlers<Call> = {
  'conversations.list': ({ team }) => team.changes.listConversations(),

  async 'channels.browse'({ team }) {
    return (await team.ask('channel.browse', {})).channels;
  },
  async 'channel.create'({ team }, channel) {
    return team.arrival(await team.ask('channel.create', { id: uuidv7(), ...channel }));
  },
  async 'channel.join'({ team }, { conversation }) {
    await team.arrival(await team.ask('channel.join', { id: uuidv7(), conversation }));
  },
  async 'channel.leave'({ team }, { conversation }) {
    await team.ask('channel.leave', { id: uuidv7(), conversation });
  },
  async 'direct.open'({ team }, { user }) {
    return team.arrival(await team.ask('direct.open', { id: uuidv7(), user }));
  },

  'timeline.open': ({ team }, { conversation }) => team.db('openTimeline', conversation),
  async 'timeline.older'({ team }, { conversation, before, limit }) {
    const page = await team.db('older', conversation, before, limit);
    // Not on this computer yet: fetched now, because somebody is looking.
    if (page.rows.length > 0 || !page.older || !(await team.older(conversation))) return page;
    return team.db('older', conversation, before, limit);
  },
  'timeline.newer': ({ team }, { conversation, after, limit }) =>
    team.db('newer', conversation, after, limit),
  'timeline.latest': ({ team }, { conversation, limit }) => team.db('latest', conversation, limit),

  async 'message.send'({ team }, { conversation, text }) {
    parse(Draftable, { text });
    if (!(await team.db('conversation', conversation)))
      throw new Refusal('NOT_FOUND', 'no such conversation');
    const id = uuidv7();
    const input = { id, conversation, text };
    const row = await team.db('enqueue', {
      id,
      conversation,
      name: 'message.send',
      input,
      at: Date.now(),
    });
    team.queued(conversation, row);
    return { id };
  },
  async 'message.retry'({ team }, { id }) {
    const command = await team.db('command', id);
    if (command?.state === 'failed') team.queued(command.conversation, await team.db('retry', id));
  },
  async 'message.discard'({ team }, { id }) {
    const command = await team.db('command', id);
    if (!command || command.state === 'sent' || team.mayHaveArrived(id))
      throw new Refusal('NOT_FOUND', 'already sent, or on its way');
    await team.db('discard', id);
    team.unqueued(command.conversation, id);
    return { text: command.input.text };
  },
  async 'draft.set'({ team }, { conversation, text }) {
    await team.db('setDraft', conversation, text);
    team.changes.conversation(conversation);
  },
  'conversation.read': ({ team }, { conversation, seq }) => team.markers.read(conversation, seq),
  async 'typing.set'({ team }, { conversation, on }) {
    team.signal({ type: 'typing', conversation, on });
  },
};
