// Every command that writes and every event that changes the server's tables, by name.
import type { EventType } from '../../src/shared/events.ts';
import type { WriteName } from '../store/store.ts';
import {
  conversationCreated,
  createChannel,
  joinChannel,
  leaveChannel,
  memberJoined,
  memberLeft,
  openDirect,
} from './conversations.ts';
import type { Handler, Projection } from './handler.ts';
import { markRead, sendMessage } from './messages.ts';
import { joinTeam, personChanged, personJoined, setProfile } from './people.ts';

export const handlers: { [N in WriteName]: Handler<N> } = {
  'team.join': joinTeam,
  'message.send': sendMessage,
  'conversation.read': markRead,
  'channel.create': createChannel,
  'channel.join': joinChannel,
  'channel.leave': leaveChannel,
  'direct.open': openDirect,
  'profile.set': setProfile,
};

/** A message changes no table: the log's row is all there is. */
export const projections: { [T in EventType]?: Projection<T> } = {
  'conversation.created': conversationCreated,
  'person.joined': personJoined,
  'person.changed': personChanged,
  'member.joined': memberJoined,
  'member.left': memberLeft,
};
