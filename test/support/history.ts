// What a server says of people and conversations, for histories that are made without one.
import type { ConversationSnapshot } from '../../src/shared/conversationCommands.ts';
import type { Person } from '../../src/shared/entities.ts';

export const personOf = (person: Partial<Person> & Pick<Person, 'id' | 'name'>): Person => ({
  about: '',
  role: 'member',
  avatar: null,
  active: true,
  status: null,
  dndUntil: null,
  receipts: true,
  joinedAt: 0,
  ...person,
});

export const channelOf = (
  channel: Partial<ConversationSnapshot> & Pick<ConversationSnapshot, 'id' | 'members'>,
): ConversationSnapshot => ({
  kind: 'channel',
  name: 'general',
  topic: '',
  private: false,
  posting: 'everyone',
  archived: false,
  creator: null,
  head: 0,
  read: 0,
  events: [],
  ...channel,
});
