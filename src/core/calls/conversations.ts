// Calls about conversations that need the server's answer, and about how far they are read.
import { uuidv7 } from 'uuidv7';
import type { TeamCall } from '../../shared/api.ts';
import type { TeamHandlers } from './handlers.ts';

type Call = Extract<
  TeamCall,
  | 'conversations.list'
  | 'channels.browse'
  | 'channel.create'
  | 'channel.join'
  | 'direct.open'
  | 'group.open'
  | 'conversation.read'
  | 'conversation.seen'
>;

export const conversationCalls: TeamHandlers<Call> = {
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
  async 'direct.open'({ team }, { user }) {
    return team.arrival(await team.ask('direct.open', { id: uuidv7(), user }));
  },
  async 'group.open'({ team }, { users }) {
    return team.arrival(await team.ask('group.open', { id: uuidv7(), users }));
  },

  'conversation.read': ({ team }, { conversation, seq }) => team.markers.read(conversation, seq),
  'conversation.seen': ({ team }, { conversation }) => team.seen.of(conversation),
};
