// Channels: made, changed, joined, left; and what the events of every conversation change in the tables.
import { type Posting, nameKey } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { ConversationRecord, Tx } from '../store/tx.ts';
import { isMade } from './gatherings.ts';
import type { Handler, Projection } from './handler.ts';
import { peopleToAdd } from './members.ts';

export const createChannel: Handler<'channel.create'> = {
  async run(tx, actor, { id, name, topic, private: closed, posting, members: others }) {
    await refuseTakenChannel(tx, name, id);
    // Two clients that made the same id have made the same channel: the second is refused, not merged.
    // Ids that are made of people's, and people's own, are kept for their conversations.
    if (isMade(id) || (await tx.conversation(id)) || (await tx.person(id)))
      throw new Refusal('ID_CONFLICT', 'this id names another conversation');
    const added = await peopleToAdd(tx, others, 'members');
    const body = {
      kind: 'channel' as const,
      name,
      topic,
      members: [...new Set([actor, ...added])],
      ...(closed && { private: closed }),
      ...(posting !== 'everyone' && { posting }),
    };
    return { events: [{ conversation: id, type: 'conversation.created', body }] };
  },
};

export const joinChannel: Handler<'channel.join'> = {
  async run(tx, actor, { conversation }) {
    const channel = await openChannel(tx, conversation);
    if (await tx.isMember(channel.id, actor)) return { landed: await tx.birth(channel.id) };
    if (channel.private) throw new Refusal('NOT_FOUND', 'no such channel');
    if (channel.archived)
      throw new Refusal('FORBIDDEN', 'this channel is archived', { field: 'archived' });
    return { events: [{ conversation, type: 'member.joined', body: { user: actor } }] };
  },
};

export const leaveChannel: Handler<'channel.leave'> = {
  async run(tx, actor, { conversation }) {
    await openChannel(tx, conversation);
    return { events: [{ conversation, type: 'member.left', body: { user: actor } }] };
  },
};

export const setConversation: Handler<'conversation.set'> = {
  async run(tx, _actor, { id: _id, conversation, ...wanted }) {
    const before = changeable(await openChannel(tx, conversation));
    const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
    const after: Changeable = { ...before, ...Object.fromEntries(given) };
    const changed = (['name', 'topic', 'posting', 'archived'] as const).filter(
      (field) => after[field] !== before[field],
    );
    if (changed.length === 0) return { landed: await tx.birth(conversation) };
    if (changed.includes('name')) await refuseTakenChannel(tx, after.name, conversation);
    const body = { ...after, changed };
    return { events: [{ conversation, type: 'conversation.changed', body }] };
  },
};

export const conversationCreated: Projection<'conversation.created'> = async (
  tx,
  { conversation, pos, seq, author, body },
) => {
  await tx.addConversation({
    id: conversation,
    kind: body.kind,
    name: body.name,
    topic: body.topic,
    private: body.private ?? false,
    posting: body.posting ?? 'everyone',
    archived: false,
    creator: author === tx.teamId ? null : author,
  });
  for (const user of body.members) {
    await tx.startStay(conversation, user, pos);
    await tx.setMarker(user, conversation, seq);
  }
};

export const conversationChanged: Projection<'conversation.changed'> = async (
  tx,
  { conversation, body: { changed: _changed, ...after } },
) => {
  const before = await tx.conversation(conversation);
  if (before) await tx.updateConversation({ ...before, ...after });
};

type Changeable = { name: string; topic: string; posting: Posting; archived: boolean };

const changeable = ({ name, topic, posting, archived }: ConversationRecord): Changeable => ({
  name,
  topic,
  posting,
  archived,
});

async function openChannel(tx: Tx, id: string): Promise<ConversationRecord> {
  const conversation = await tx.conversation(id);
  if (!conversation || conversation.kind !== 'channel')
    throw new Refusal('NOT_FOUND', 'no such channel');
  return conversation;
}

/** Names of open channels are one channel's each; of private ones nothing may be told, so they may be taken twice. */
async function refuseTakenChannel(tx: Tx, name: string, holder: string): Promise<void> {
  const found = await tx.channelByName(nameKey(name));
  if (found && found.id !== holder)
    throw new Refusal('NAME_TAKEN', `#${name} exists`, { field: 'name' });
}
