// Who may do what: one row per command that writes, checked inside its transaction, so that a
// removal that was committed a moment earlier already counts.
import { Refusal } from '../src/shared/errors.ts';
import type { CommandArgs } from '../src/shared/commands.ts';
import type { Actor, ReadName, Tx, WriteName } from './store/store.ts';

type Policy<Args> = (
  tx: Pick<Tx, 'isMember' | 'conversation' | 'team'>,
  actor: Actor,
  args: Args,
) => Promise<void>;

const anyone: Policy<unknown> = async () => {};

const person: Policy<unknown> = async (_tx, actor) => {
  if (actor === null) throw new Refusal('UNAUTHENTICATED', 'join the team first');
};

const member: Policy<{ conversation: string }> = async (tx, actor, args) => {
  if (actor === null) throw new Refusal('UNAUTHENTICATED', 'join the team first');
  if (await tx.isMember(args.conversation, actor)) return;
  const conversation = await tx.conversation(args.conversation);
  // A private conversation's existence is nobody else's business.
  if (!conversation || conversation.kind !== 'channel')
    throw new Refusal('NOT_FOUND', 'no such conversation');
  throw new Refusal('NOT_MEMBER', 'join the channel first');
};

/** The team's own conversation carries people's changes; nobody writes into it. */
const speaker: Policy<{ conversation: string }> = async (tx, actor, args) => {
  if (args.conversation === tx.team.id) throw new Refusal('NOT_FOUND', 'no such conversation');
  await member(tx, actor, args);
};

export const writePolicies: { [N in WriteName]: Policy<CommandArgs<N>> } = {
  'team.join': anyone,
  'message.send': speaker,
  'conversation.read': speaker,
  'channel.create': person,
  'channel.join': person,
  'channel.leave': speaker,
  'direct.open': person,
  'profile.set': person,
};

/** Reads are authorised on the reading connection; `member` there also lets in who may look into an open channel. */
export const readPolicies: { [N in ReadName]: 'person' | 'member' } = {
  'channel.browse': 'person',
  'conversation.open': 'member',
  'history.page': 'member',
  'sync.resume': 'person',
  'sync.check': 'person',
  'sync.pull': 'person',
  'sync.snapshot': 'person',
};
