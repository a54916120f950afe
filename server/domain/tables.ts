// Every command that writes, every event that changes the server's tables, and the reads that the
// domain answers, by name.
import type { EventType } from '../../src/shared/events.ts';
import type { WriteName } from '../store/store.ts';
import { setDnd, setReceipts, setStatus } from './availability.ts';
import { getAvatar, setAvatar } from './avatars.ts';
import { addToken, createBot } from './bots.ts';
import { lookInvite } from './codes.ts';
import {
  conversationChanged,
  conversationCreated,
  createChannel,
  joinChannel,
  leaveChannel,
  setConversation,
} from './conversations.ts';
import { listDevices, revokeDevice } from './devices.ts';
import { openDirect, openGroup } from './gatherings.ts';
import type { Handler, Projection } from './handler.ts';
import {
  createHook,
  createOutgoing,
  discardHook,
  listFailed,
  listHooks,
  removeHook,
  replayHook,
} from './hooks.ts';
import { createInvite, inviteDevice, listInvites, revokeInvite } from './invites.ts';
import { joinTeam } from './joining.ts';
import { addMembers, memberJoined, memberLeft, removeMember } from './members.ts';
import { deleteMessage, editMessage, markRead, messageDeleted, sendMessage } from './messages.ts';
import { personChanged, personJoined } from './people.ts';
import {
  preferenceChanged,
  readThread,
  savedChanged,
  setPreference,
  setSaved,
  threadRead,
} from './personal.ts';
import { setPerson, setProfile } from './profiles.ts';
import {
  acknowledgeMessage,
  messageAcknowledged,
  pinChanged,
  reactionChanged,
  setPin,
  setReaction,
} from './reactions.ts';
import { listSeen } from './receipts.ts';
import { answerRequest, listRequests } from './requests.ts';
import {
  cancelSchedule,
  failSchedule,
  scheduleAdded,
  scheduleEnded,
  scheduleFailed,
  scheduleMessage,
  sendSchedule,
} from './schedules.ts';
import { setTeam, teamChanged } from './team.ts';
import { listOffered, offerUpdate, updateOffered } from './updates.ts';

export const handlers: { [N in WriteName]: Handler<N> } = {
  'team.join': joinTeam,
  'team.set': setTeam,
  'invite.create': createInvite,
  'invite.revoke': revokeInvite,
  'request.answer': answerRequest,
  'device.invite': inviteDevice,
  'device.revoke': revokeDevice,
  'person.set': setPerson,
  'avatar.set': setAvatar,
  'message.send': sendMessage,
  'message.edit': editMessage,
  'message.delete': deleteMessage,
  'reaction.set': setReaction,
  'pin.set': setPin,
  'message.acknowledge': acknowledgeMessage,
  'conversation.read': markRead,
  'channel.create': createChannel,
  'channel.join': joinChannel,
  'channel.leave': leaveChannel,
  'conversation.set': setConversation,
  'member.add': addMembers,
  'member.remove': removeMember,
  'direct.open': openDirect,
  'group.open': openGroup,
  'profile.set': setProfile,
  'preference.set': setPreference,
  'saved.set': setSaved,
  'thread.read': readThread,
  'message.schedule': scheduleMessage,
  'schedule.cancel': cancelSchedule,
  'schedule.send': sendSchedule,
  'schedule.fail': failSchedule,
  'status.set': setStatus,
  'dnd.set': setDnd,
  'receipts.set': setReceipts,
  'bot.create': createBot,
  'bot.token': addToken,
  'hook.create': createHook,
  'hook.outgoing': createOutgoing,
  'hook.remove': removeHook,
  'hook.replay': replayHook,
  'hook.discard': discardHook,
  'update.offer': offerUpdate,
};

/** A message changes no table, nor does an edit: the log's rows are all there is. */
export const projections: { [T in EventType]?: Projection<T> } = {
  'conversation.created': conversationCreated,
  'conversation.changed': conversationChanged,
  'message.deleted': messageDeleted,
  'reaction.changed': reactionChanged,
  'pin.changed': pinChanged,
  'message.acknowledged': messageAcknowledged,
  'person.joined': personJoined,
  'person.changed': personChanged,
  'team.changed': teamChanged,
  'update.offered': updateOffered,
  'member.joined': memberJoined,
  'member.left': memberLeft,
  'preference.changed': preferenceChanged,
  'saved.changed': savedChanged,
  'thread.read': threadRead,
  'schedule.added': scheduleAdded,
  'schedule.ended': scheduleEnded,
  'schedule.failed': scheduleFailed,
};

/** Pages, pulls and snapshots are the store's own. */
export const readings = {
  'invite.look': lookInvite,
  'invite.list': listInvites,
  'request.list': listRequests,
  'device.list': listDevices,
  'avatar.get': getAvatar,
  'conversation.seen': listSeen,
  'hook.list': listHooks,
  'hook.failed': listFailed,
  'update.list': listOffered,
};
