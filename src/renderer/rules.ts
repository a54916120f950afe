// The one door through which code (not only types) comes from shared into the window: the rules
// that composer, forms and message text must apply exactly as core and server do.
// oxlint-disable no-restricted-imports
import { Status } from '../shared/entities.ts';

export { HookUrl, hookTypes } from '../shared/bots.ts';
export {
  About,
  byteLength,
  ChannelName,
  FOREVER,
  limits,
  MessageText,
  nameKey,
  PersonName,
  roles,
  TeamName,
  Topic,
} from '../shared/entities.ts';
export { isLanlineLink, parseInviteLink } from '../shared/inviteLink.ts';
export { LockCode } from '../shared/lock.ts';
export { formatConversationLink, formatMessageLink } from '../shared/messageLink.ts';
export { findMentions } from '../shared/mentions.ts';
export {
  dayName,
  isEmptySearch,
  parseSearch,
  quoteName,
  searchFilters,
  searchHas,
  searchIs,
  searchTokens,
} from '../shared/searchQuery.ts';

export const StatusText = Status.shape.text;
