// Who may see a conversation, speak in it, and change it. Whoever may not know of one hears that there
// is none (NOT_FOUND); who may know of a channel and is not in it hears NOT_MEMBER.
import type { CommandArgs } from '../src/shared/commands.ts';
import { Refusal } from '../src/shared/errors.ts';
import { forbidden, insidePerson, known, person, type Policy } from './askers.ts';
import { type Asker, atLeast } from './domain/roles.ts';
import { liveMessage } from './domain/targets.ts';
import type { ConversationRecord, View } from './store/tx.ts';

type InConversation = { conversation: string };
type OnMessage = InConversation & { target: number };

const unknown = (): Refusal => new Refusal('NOT_FOUND', 'no such conversation');

/** Members read and write their conversation; one that is not open is nobody else's business. */
const member: Policy<InConversation> = async (view, asker, { conversation: id }) => {
  const { id: user, role } = known(asker);
  if (await view.isMember(id, user)) return;
  const found = await view.conversation(id);
  if (found?.kind !== 'channel' || found.private || !atLeast(role, 'member')) throw unknown();
  throw new Refusal('NOT_MEMBER', 'join the channel first');
};

/** Members read their conversation; who could join a channel may look into it. */
export const viewer: Policy<InConversation> = async (view, asker, args) => {
  try {
    await member(view, asker, args);
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'NOT_MEMBER')) throw error;
  }
};

/** The team's conversation and one's own carry what commands put there: nobody talks in them. */
export const participant: Policy<InConversation> = async (view, asker, args) =>
  void (await joined(view, asker, args));

/** Anything but leaving and reading needs a conversation that still goes on. */
export const contributor: Policy<InConversation> = async (view, asker, args) =>
  void (await going(view, asker, args));

export const sender: Policy<CommandArgs<'message.send'>> = async (view, asker, args) => {
  const found = await going(view, asker, args);
  if (args.thread === undefined || args.broadcast) mayPost(asker, found);
  if (args.acknowledge && !(found.kind === 'channel' && manages(asker, found)))
    throw forbidden('for those who manage this channel', 'acknowledge');
  if (args.forward) await forwarder(view, asker, args.forward);
};

/** What one may read one may pass on: that is everybody's own choice. */
const forwarder: Policy<InConversation> = async (view, asker, args) => {
  try {
    await viewer(view, asker, args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message, { field: 'forward' });
  }
};

/** One's own words only. */
export const editor: Policy<OnMessage> = async (view, asker, args) => {
  const found = await going(view, asker, args);
  const { author, body } = await liveMessage(view, args.conversation, args.target);
  if (author !== known(asker).id) throw forbidden("somebody else's message", 'target');
  if (body.thread === undefined || body.broadcast) mayPost(asker, found);
};

/** One's own; in channels admins take away anybody's. */
export const remover: Policy<OnMessage> = async (view, asker, args) => {
  const found = await going(view, asker, args);
  const message = await view.message(args.conversation, args.target);
  if (!message) throw new Refusal('NOT_FOUND', 'no such message', { field: 'target' });
  const { id, role } = known(asker);
  if (message.author !== id && !(found.kind === 'channel' && atLeast(role, 'admin')))
    throw forbidden("somebody else's message", 'target');
};

/** What is pinned is on everybody's wall: where few may write, few may pin. */
export const pinner: Policy<InConversation> = async (view, asker, args) =>
  mayPost(asker, await going(view, asker, args));

/** Names and topics are everybody's; who may write, and the archive, are for who manages the channel. */
export const changer: Policy<CommandArgs<'conversation.set'>> = async (view, asker, args) => {
  const found = await joined(view, asker, args);
  if (found.kind !== 'channel') throw forbidden('only channels can be changed', 'conversation');
  if (found.archived && args.archived !== false) throw archived();
  if (args.posting !== undefined || args.archived !== undefined || found.posting === 'admins')
    mayManage(asker, found);
  await insidePerson(view, asker, args);
};

/** Anybody brings others into an open channel; into a private one only who is in it. Guests nowhere. */
export const adder: Policy<InConversation> = async (view, asker, args) => {
  await person(view, asker, args);
  await viewer(view, asker, args);
  const found = await view.conversation(args.conversation);
  if (!found || found.kind === 'team' || found.kind === 'personal') throw unknown();
  if (found.kind !== 'channel') throw forbidden('these people are fixed', 'conversation');
  if (found.archived) throw archived();
  await insidePerson(view, asker, args);
};

/** For others; who goes by themselves leaves. */
export const expeller: Policy<CommandArgs<'member.remove'>> = async (view, asker, args) => {
  const found = await going(view, asker, args);
  if (found.kind !== 'channel') throw forbidden('these people are fixed', 'conversation');
  mayManage(asker, found);
  if (args.user === known(asker).id) throw forbidden('leave instead', 'user');
};

async function joined(
  view: View,
  asker: Asker | null,
  args: InConversation,
): Promise<ConversationRecord> {
  await person(view, asker, args);
  await member(view, asker, args);
  const found = await view.conversation(args.conversation);
  if (!found || found.kind === 'team' || found.kind === 'personal') throw unknown();
  return found;
}

async function going(
  view: View,
  asker: Asker | null,
  args: InConversation,
): Promise<ConversationRecord> {
  const found = await joined(view, asker, args);
  if (found.archived) throw archived();
  return found;
}

const archived = (): Refusal => forbidden('this channel is archived', 'archived');

export const manages = (asker: Asker | null, { creator }: ConversationRecord): boolean =>
  atLeast(known(asker).role, 'admin') || creator === known(asker).id;

function mayManage(asker: Asker | null, found: ConversationRecord): void {
  if (!manages(asker, found)) throw forbidden('for those who manage this channel');
}

/** Into what everybody reads, and not only into a thread. */
function mayPost(asker: Asker | null, found: ConversationRecord): void {
  if (found.posting === 'admins' && !manages(asker, found))
    throw forbidden('only those who manage this channel write here', 'posting');
}
