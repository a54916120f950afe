// Which scope a token needs for which command: whoever adds one that writes decides it here.
import type { Scope } from './bots.ts';
import { type CommandName, commands, type CommandsOfKind } from './commands.ts';

/** What only looks needs `read`. */
export const scopeOf = (name: CommandName): Scope =>
  commands[name].kind === 'write' ? writeScopes[name as CommandsOfKind<'write'>] : 'read';

const writeScopes: Record<CommandsOfKind<'write'>, Scope> = {
  'message.send': 'send',
  'message.edit': 'send',
  'message.delete': 'send',
  'reaction.set': 'send',
  'pin.set': 'send',
  'message.acknowledge': 'send',
  'message.schedule': 'send',
  'schedule.cancel': 'send',
  'schedule.send': 'send',
  'conversation.read': 'send',
  'thread.read': 'send',
  'direct.open': 'send',
  'group.open': 'send',

  'team.join': 'manage',
  'team.set': 'manage',
  'invite.create': 'manage',
  'invite.revoke': 'manage',
  'request.answer': 'manage',
  'device.invite': 'manage',
  'device.revoke': 'manage',
  'person.set': 'manage',
  'avatar.set': 'manage',
  'profile.set': 'manage',
  'channel.create': 'manage',
  'channel.join': 'manage',
  'channel.leave': 'manage',
  'conversation.set': 'manage',
  'member.add': 'manage',
  'member.remove': 'manage',
  'preference.set': 'manage',
  'saved.set': 'manage',
  'status.set': 'manage',
  'dnd.set': 'manage',
  'receipts.set': 'manage',
  'bot.create': 'manage',
  'bot.token': 'manage',
  'hook.create': 'manage',
  'hook.outgoing': 'manage',
  'hook.remove': 'manage',
  'hook.replay': 'manage',
  'hook.discard': 'manage',
  'update.offer': 'manage',
};
