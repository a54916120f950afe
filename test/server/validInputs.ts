// One acceptable input for every command; a new command without a row here does not compile.
import { uuidv7 } from 'uuidv7';
import type { CommandInput, CommandName } from '../../src/shared/commands.ts';
import type { Member } from '../support/client.ts';

type Inputs = { [N in CommandName]: CommandInput<N> };

export function validInputs({ id: user, general: conversation }: Member): Inputs {
  return {
    'team.join': { id: uuidv7(), name: 'Somebody', token: 't'.repeat(40), device: 'test' },
    'team.set': { id: uuidv7(), name: 'Lab', door: 'ask' },
    'invite.look': { code: 'c'.repeat(22) },
    'invite.create': {
      id: uuidv7(),
      code: 'd'.repeat(22),
      role: 'guest',
      expiresIn: 60_000,
      uses: 1,
      channels: [conversation],
    },
    'invite.revoke': { invite: uuidv7() },
    'invite.list': {},
    'request.list': {},
    'request.answer': { id: uuidv7(), request: uuidv7(), admit: true, role: 'member' },
    'device.invite': { id: uuidv7(), code: 'e'.repeat(22), user },
    'device.list': { user },
    'device.revoke': { device: uuidv7() },
    'person.set': { id: uuidv7(), user, name: 'Another', role: 'member', active: true },
    'avatar.set': { id: uuidv7(), image: 'iVBORw0KGgo=' },
    'avatar.get': { avatar: 'a'.repeat(64) },
    'message.send': { id: uuidv7(), conversation, text: 'hello' },
    'conversation.read': { conversation, seq: 1 },
    'channel.create': { id: uuidv7(), name: 'room', topic: 'things' },
    'channel.join': { id: uuidv7(), conversation },
    'channel.leave': { id: uuidv7(), conversation },
    'direct.open': { id: uuidv7(), user },
    'profile.set': { id: uuidv7(), name: 'Other', about: 'me' },
    'preference.set': { id: uuidv7(), conversation, favourite: true, mutedUntil: null },
    'saved.set': { id: uuidv7(), conversation, target: 1, on: true },
    'thread.read': { id: uuidv7(), conversation, thread: 1, seq: 1 },
    'message.schedule': { id: uuidv7(), conversation, text: 'later', at: Date.now() + 60_000 },
    'schedule.cancel': { id: uuidv7(), schedule: uuidv7() },
    'schedule.send': { id: uuidv7(), schedule: uuidv7() },
    'status.set': { id: uuidv7(), status: { emoji: '🌴', text: 'away', until: null } },
    'dnd.set': { id: uuidv7(), until: null },
    'receipts.set': { id: uuidv7(), on: true },
    'conversation.seen': { conversation },
    'channel.browse': {},
    'conversation.open': { conversation },
    'history.page': { conversation, before: 5, limit: 10 },
    'sync.resume': {},
    'sync.check': { pos: 1, conversation, seq: 1, author: conversation, at: 1 },
    'sync.pull': { after: 0, limit: 10 },
    'sync.snapshot': { page: conversation },
    'link.ping': {},
  };
}
