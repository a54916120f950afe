// Calls about conversations, messages and people of the present team.
import { uuidv7 } from 'uuidv7';
import type { CallName } from '../../shared/api.ts';
import { MessageText } from '../../shared/entities.ts';
import { Refusal } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import { z } from 'zod';
import type { Team } from '../team.ts';
import type { AppCall } from './app.ts';
import type { Handlers } from './handlers.ts';

const Draftable = z.object({ text: MessageText });

export function createTalkCalls(current: () => Team): Handlers<Exclude<CallName, AppCall>> {
  return {
    'people.list': () => current().changes.listPeople(),
    async 'profile.set'(profile) {
      await current().ask('profile.set', { id: uuidv7(), ...profile });
    },
    'conversations.list': () => current().changes.listConversations(),

    async 'channels.browse'() {
      return (await current().ask('channel.browse', {})).channels;
    },
    async 'channel.create'(channel) {
      return current().arrival(await current().ask('channel.create', { id: uuidv7(), ...channel }));
    },
    async 'channel.join'({ conversation }) {
      await current().arrival(await current().ask('channel.join', { id: uuidv7(), conversation }));
    },
    async 'channel.leave'({ conversation }) {
      await current().ask('channel.leave', { id: uuidv7(), conversation });
    },
    async 'direct.open'({ user }) {
      return current().arrival(await current().ask('direct.open', { id: uuidv7(), user }));
    },

    'timeline.open': ({ conversation }) => current().db('openTimeline', conversation),
    async 'timeline.older'({ conversation, before, limit }) {
      const team = current();
      const page = await team.db('older', conversation, before, limit);
      // Not on this computer yet: fetched now, because somebody is looking.
      if (page.rows.length > 0 || !page.older || !(await team.older(conversation))) return page;
      return team.db('older', conversation, before, limit);
    },
    'timeline.newer': ({ conversation, after, limit }) =>
      current().db('newer', conversation, after, limit),
    'timeline.latest': ({ conversation, limit }) => current().db('latest', conversation, limit),

    async 'message.send'({ conversation, text }) {
      const team = current();
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
    async 'message.retry'({ id }) {
      const team = current();
      const command = await team.db('command', id);
      if (command?.state === 'failed')
        team.queued(command.conversation, await team.db('retry', id));
    },
    async 'message.discard'({ id }) {
      const team = current();
      const command = await team.db('command', id);
      if (!command || command.state === 'sent' || team.mayHaveArrived(id))
        throw new Refusal('NOT_FOUND', 'already sent, or on its way');
      await team.db('discard', id);
      team.unqueued(command.conversation, id);
      return { text: command.input.text };
    },
    async 'draft.set'({ conversation, text }) {
      const team = current();
      await team.db('setDraft', conversation, text);
      team.changes.conversation(conversation);
    },
    'conversation.read': ({ conversation, seq }) => current().markers.read(conversation, seq),
    async 'typing.set'({ conversation, on }) {
      current().signal({ type: 'typing', conversation, on });
    },
  };
}
