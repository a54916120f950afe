// Channels and direct conversations: created, joined, left.
import { createHash } from 'node:crypto';
import { nameKey } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { Tx } from '../store/tx.ts';
import type { Handler, Projection } from './handler.ts';

export const createChannel: Handler<'channel.create'> = {
  async run(tx, actor, { id, name, topic }) {
    if (await tx.channelByName(nameKey(name)))
      throw new Refusal('NAME_TAKEN', `#${name} exists`, { field: 'name' });
    // Two clients that made the same id have made the same channel: the second is refused, not merged.
    if (await tx.conversation(id))
      throw new Refusal('ID_CONFLICT', 'this id names another conversation');
    const body = { kind: 'channel' as const, name, topic, members: [actor] };
    return { events: [{ conversation: id, type: 'conversation.created', body }] };
  },
};

export const joinChannel: Handler<'channel.join'> = {
  async run(tx, actor, { conversation }) {
    const channel = await openChannel(tx, conversation);
    if (await tx.isMember(channel.id, actor)) return { landed: await tx.birth(channel.id) };
    return { events: [{ conversation, type: 'member.joined', body: { user: actor } }] };
  },
};

export const leaveChannel: Handler<'channel.leave'> = {
  async run(tx, actor, { conversation }) {
    await openChannel(tx, conversation);
    return { events: [{ conversation, type: 'member.left', body: { user: actor } }] };
  },
};

export const openDirect: Handler<'direct.open'> = {
  async run(tx, actor, { user }) {
    if (!(await tx.person(user))) throw new Refusal('NOT_FOUND', 'no such person');
    const members = [...new Set([actor, user])].sort();
    const id = directId(members);
    if (await tx.conversation(id)) return { landed: await tx.birth(id) };
    const body = { kind: 'direct' as const, name: '', topic: '', members };
    return { events: [{ conversation: id, type: 'conversation.created', body }] };
  },
};

async function openChannel(tx: Tx, id: string) {
  const conversation = await tx.conversation(id);
  if (!conversation || conversation.kind !== 'channel')
    throw new Refusal('NOT_FOUND', 'no such channel');
  return conversation;
}

/** The same people always share the same conversation, whoever opens it first: its id is made of theirs (UUIDv8). */
function directId(members: string[]): string {
  const hex = createHash('sha256')
    .update(`direct:${members.join(':')}`)
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

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

/** What was said before somebody came is not unread to them: their marker starts at their arrival. */
export const memberJoined: Projection<'member.joined'> = async (
  tx,
  { conversation, pos, seq, body },
) => {
  await tx.startStay(conversation, body.user, pos);
  await tx.setMarker(body.user, conversation, seq);
};

export const memberLeft: Projection<'member.left'> = async (tx, { conversation, pos, body }) => {
  await tx.endStay(conversation, body.user, pos);
};
