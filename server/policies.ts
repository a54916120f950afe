// Who may do what: one row per command. What is written is checked inside its transaction, so that a
// removal that was committed a moment earlier already counts.
import type { CommandArgs } from '../src/shared/commands.ts';
import { isSpoken } from '../src/shared/door.ts';
import type { Person, Role } from '../src/shared/entities.ts';
import { Refusal } from '../src/shared/errors.ts';
import {
  admin,
  forbidden,
  insidePerson,
  insider,
  known,
  person,
  type Policy,
  someone,
} from './askers.ts';
import {
  botMaker,
  hookMaker,
  hookMinder,
  hookRemover,
  outgoingMaker,
  tokenMaker,
} from './botPolicies.ts';
import {
  adder,
  changer,
  contributor,
  editor,
  expeller,
  participant,
  pinner,
  remover,
  sender,
  viewer,
} from './conversationPolicies.ts';
import { unopened } from './domain/codes.ts';
import { type Asker, atLeast, mayInvite, reaches } from './domain/roles.ts';
import { messageOf } from './domain/schedules.ts';
import type { ReadName, WriteArgs, WriteName } from './store/store.ts';
import type { View } from './store/tx.ts';

/** Whoever is in already comes in no second time; the console may bring somebody in. */
const newcomer: Policy<unknown> = async (_view, asker) => {
  if (asker && !asker.system) throw forbidden('already in the team');
};

/** Who has a conversation of their own; only an id that was something else's before could lack it. */
const keeper: Policy<unknown> = async (view, asker, args) => {
  await person(view, asker, args);
  if ((await view.conversation(known(asker).id))?.kind !== 'personal')
    throw new Refusal('NOT_FOUND', 'no conversation of your own');
};

/** Of whatever one may look into. */
const chooser: Policy<{ conversation: string }> = async (view, asker, args) => {
  await keeper(view, asker, args);
  if ([view.teamId, known(asker).id].includes(args.conversation))
    throw new Refusal('NOT_FOUND', 'no such conversation');
  await viewer(view, asker, args);
};

/** What was saved can be let go of wherever it is, also after one has left. */
const saver: Policy<CommandArgs<'saved.set'>> = async (view, asker, args) => {
  await keeper(view, asker, args);
  if (args.on) await participant(view, asker, args);
};

const threadReader: Policy<CommandArgs<'thread.read'>> = async (view, asker, args) => {
  await keeper(view, asker, args);
  await participant(view, asker, args);
};

/** What may be said at once may be said later. */
const planner: Policy<CommandArgs<'message.schedule'>> = async (
  view,
  asker,
  { at: _at, ...sent },
) => {
  await keeper(view, asker, sent);
  await writePolicies['message.send'](view, asker, sent);
};

/** The time has come: whether it may be said is asked as if it were said now. */
const plannedSpeaker: Policy<CommandArgs<'schedule.send'>> = async (view, asker, args) => {
  await keeper(view, asker, args);
  const found = await view.schedule(args.schedule);
  if (found && found.user === known(asker).id)
    await writePolicies['message.send'](view, asker, { ...messageOf(found.schedule), id: args.id });
};

const system: Policy<unknown> = async (_view, asker) => {
  if (!known(asker).system) throw forbidden('for the server itself');
};

const inviter =
  <Args>(roleOf: (args: Args) => Role): Policy<Args> =>
  async (view, asker, args) => {
    const { role } = known(asker);
    if (!mayInvite(role, roleOf(args), (await view.team()).door))
      throw forbidden('this role cannot be given by you', 'role');
  };

async function personToManage(view: View, asker: Asker, id: string): Promise<Person> {
  if (!atLeast(asker.role, 'admin')) throw forbidden('for owners and admins');
  const found = await view.person(id);
  if (!found) throw new Refusal('NOT_FOUND', 'no such person');
  if (!reaches(asker.role, found.role)) throw forbidden('this person is out of your reach');
  return found;
}

const ownOrManaged: Policy<{ user?: string | undefined }> = async (view, asker, { user }) => {
  const who = known(asker);
  if (user !== undefined && user !== who.id) await personToManage(view, who, user);
};

/** A bot's tokens are made by people, with what they may do: a link would open everything. */
const deviceLinker: Policy<{ user: string }> = async (view, asker, args) => {
  await ownOrManaged(view, asker, args);
  if ((await view.person(args.user))?.bot) throw forbidden('bots have tokens instead', 'user');
};

const deviceKeeper: Policy<{ device: string }> = async (view, asker, args) => {
  const who = known(asker);
  const device = await view.device(args.device);
  if (!device) throw new Refusal('NOT_FOUND', 'no such device');
  await ownOrManaged(view, who, device);
};

const inviteKeeper: Policy<{ invite: string }> = async (view, asker, args) => {
  const who = known(asker);
  const invite = await view.invite(args.invite);
  if (!invite) throw new Refusal('NOT_FOUND', 'no such invite');
  if (invite.createdBy !== who.id && invite.user !== who.id && !atLeast(who.role, 'admin'))
    throw forbidden('not your invite');
};

const personChanger: Policy<CommandArgs<'person.set'>> = async (view, asker, { user, role }) => {
  const who = known(asker);
  await personToManage(view, who, user);
  if (role !== undefined && !reaches(who.role, role))
    throw forbidden('this role cannot be given by you', 'role');
  if (role !== undefined && atLeast(role, 'admin') && (await view.person(user))?.bot)
    throw forbidden('a program manages no people', 'role');
};

const letterIn: Policy<CommandArgs<'request.answer'>> = async (view, asker, args) => {
  await admin(view, asker, args);
  if (!reaches(known(asker).role, args.role))
    throw forbidden('this role cannot be given by you', 'role');
};

/** How people get in is the owner's decision; the name is an admin's too. */
const teamKeeper: Policy<CommandArgs<'team.set'>> = async (view, asker, { door }) => {
  await admin(view, asker, {});
  if (known(asker).role !== 'owner' && door !== (await view.team()).door)
    throw forbidden("the door is the owner's", 'door');
};

/** Short codes could be guessed from inside, where nobody counts; who is in has no use for them. */
const looker: Policy<CommandArgs<'invite.look'>> = async (_view, asker, { code }) => {
  if (asker && isSpoken(code)) throw unopened();
};

export const writePolicies: { [N in WriteName]: Policy<WriteArgs<N>> } = {
  'team.join': newcomer,
  'team.set': teamKeeper,
  'invite.create': inviter(({ role }) => role),
  'invite.revoke': inviteKeeper,
  'request.answer': letterIn,
  'device.invite': deviceLinker,
  'device.revoke': deviceKeeper,
  'person.set': personChanger,
  'avatar.set': person,
  'profile.set': person,
  'message.send': sender,
  'message.edit': editor,
  'message.delete': remover,
  'reaction.set': contributor,
  'pin.set': pinner,
  'message.acknowledge': contributor,
  'conversation.read': participant,
  'channel.create': insidePerson,
  'channel.join': insidePerson,
  'channel.leave': participant,
  'conversation.set': changer,
  'member.add': adder,
  'member.remove': expeller,
  'direct.open': person,
  'group.open': person,
  'preference.set': chooser,
  'saved.set': saver,
  'thread.read': threadReader,
  'message.schedule': planner,
  'schedule.cancel': keeper,
  'schedule.send': plannedSpeaker,
  'schedule.fail': system,
  'status.set': person,
  'dnd.set': person,
  'receipts.set': person,
  'bot.create': botMaker,
  'bot.token': tokenMaker,
  'hook.create': hookMaker,
  'hook.outgoing': outgoingMaker,
  'hook.remove': hookRemover,
  'hook.replay': hookMinder,
  'hook.discard': hookMinder,
  'update.offer': admin,
};

export const readPolicies: { [N in ReadName]: Policy<CommandArgs<N>> } = {
  'invite.look': looker,
  'invite.list': inviter(() => 'guest'),
  'request.list': admin,
  'device.list': ownOrManaged,
  'avatar.get': someone,
  'channel.browse': insider,
  'conversation.open': viewer,
  'conversation.seen': participant,
  'history.page': viewer,
  'hook.list': insider,
  'hook.failed': hookMinder,
  'update.list': admin,
  'sync.resume': someone,
  'sync.check': someone,
  'sync.pull': someone,
  'sync.snapshot': someone,
};
