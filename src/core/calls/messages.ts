// Calls about one's own writing: sending, what has not been sent, drafts, typing.
import { uuidv7 } from 'uuidv7';
import type { TeamCall } from '../../shared/api.ts';
import { commands } from '../../shared/commands.ts';
import { parse } from '../../shared/parse.ts';
import type { TeamHandlers } from './handlers.ts';
import { known } from './queued.ts';

type Call = Extract<
  TeamCall,
  | 'message.send'
  | 'message.retry'
  | 'message.discard'
  | 'message.rewrite'
  | `draft.${string}`
  | `typing.${string}`
>;

export const messageCalls: TeamHandlers<Call> = {
  async 'message.send'(membership, message) {
    // As the server will see it: what it would refuse is not queued.
    parse(commands['message.send'].input, { ...message, id: uuidv7() });
    await known(membership, message.conversation);
    return { id: await membership.team.queue.add('message.send', message) };
  },
  'message.retry': ({ team }, { id }) => team.queue.retry(id),
  async 'message.discard'({ team }, { id }) {
    return { text: await team.queue.discard(id) };
  },
  'message.rewrite': ({ team }, { id, text }) => team.queue.rewrite(id, text),
  async 'draft.set'({ team }, { conversation, thread, text, reply }) {
    await team.db('setDraft', conversation, thread ?? null, text, reply);
    team.changes.conversation(conversation);
  },
  async 'typing.set'({ team }, { conversation, on }) {
    team.signal({ type: 'typing', conversation, on });
  },
};
