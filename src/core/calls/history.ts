// Calls that read what was said: pages of a conversation or a thread, and lists of messages.
import type { TeamCall } from '../../shared/api.ts';
import type { TeamHandlers } from './handlers.ts';

type Call = Extract<
  TeamCall,
  | `timeline.${string}`
  | 'thread.open'
  | 'thread.older'
  | 'threads.list'
  | `saved.list`
  | `pins.list`
  | `mentions.list`
  | `scheduled.list`
  | 'message.versions'
>;

export const historyCalls: TeamHandlers<Call> = {
  async 'timeline.open'({ team }, { conversation }) {
    team.markers.opened(conversation);
    return team.db('openTimeline', conversation);
  },
  'timeline.older': ({ team }, { conversation, before, limit }) =>
    team.pages.older(conversation, before, limit),
  'timeline.newer': ({ team }, { conversation, after, limit }) =>
    team.db('newer', conversation, after, limit),
  'timeline.latest': ({ team }, { conversation, limit }) => team.db('latest', conversation, limit),
  'timeline.at': ({ team }, { conversation, seq, limit }) =>
    team.pages.at(conversation, seq, limit),
  'timeline.date': ({ team }, { conversation, at, limit }) =>
    team.pages.date(conversation, at, limit),

  'thread.open': ({ team }, { conversation, thread, limit }) =>
    team.pages.thread(conversation, thread, limit),
  'thread.older': ({ team }, { conversation, thread, before, limit }) =>
    team.pages.threadOlder(conversation, thread, before, limit),
  'threads.list': ({ team }) => team.db('threads'),
  'saved.list': ({ team }) => team.db('saved'),
  'pins.list': ({ team }, { conversation }) => team.db('pins', conversation),
  'mentions.list': ({ team }, { before }) => team.db('mentions', before),
  'scheduled.list': ({ team }) => team.db('scheduled'),
  'message.versions': ({ team }, { conversation, target }) =>
    team.db('versions', conversation, target),
};
