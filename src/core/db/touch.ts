// What each event and each command touches, on the window's side.
import type { ListName } from '../../shared/api.ts';
import type { LogEvent } from '../../shared/events.ts';
import type { CommandOf, OutboxCommand } from './outbox.ts';

/** Gathers what to tell. */
export type Touch = {
  row(conversation: string, seq: number): void;
  /** A message whose words changed: whatever shows them did too. */
  words(conversation: string, seq: number): void;
  unsent(command: CommandOf<'message.send'>): void;
  removed(conversation: string, key: string): void;
  conversation(id: string): void;
  /** Every conversation without a name of its own that this person is in, or all for oneself. */
  namedAfter(user: string): void;
  people(): void;
  list(...names: ListName[]): void;
};

/** The event's own row is touched by whoever stored it. */
export function touchEvent(touch: Touch, event: LogEvent, me: string): void {
  const { conversation } = event;
  switch (event.type) {
    case 'message.created':
      if (event.body.thread !== undefined) {
        touch.row(conversation, event.body.thread);
        touch.list('threads');
      }
      if (event.author !== me && event.body.mentions.length > 0) touch.list('mentions');
      return;
    case 'message.edited':
    case 'message.deleted':
      touch.words(conversation, event.body.target);
      return touch.list('threads', 'saved', 'pins', 'mentions');
    case 'pin.changed':
      touch.row(conversation, event.body.target);
      return touch.list('pins');
    case 'reaction.changed':
    case 'message.acknowledged':
      return touch.row(conversation, event.body.target);
    case 'preference.changed':
      touch.conversation(event.body.conversation);
      return touch.list('threads');
    case 'saved.changed':
      touch.row(event.body.conversation, event.body.target);
      touch.conversation(event.body.conversation);
      return touch.list('saved');
    case 'thread.read':
      touch.row(event.body.conversation, event.body.thread);
      touch.conversation(event.body.conversation);
      return touch.list('threads');
    case 'schedule.added':
    case 'schedule.ended':
    case 'schedule.failed':
      return touch.list('scheduled');
    case 'person.changed':
      return touch.namedAfter(event.body.person.id);
    case 'conversation.created':
    case 'conversation.changed':
    case 'person.joined':
    case 'team.changed':
    case 'update.offered':
    case 'member.joined':
      return;
    case 'member.left':
      // Nothing that was said where one is no more is listed.
      if (event.body.user === me) touch.list('threads', 'saved', 'mentions');
  }
}

/** `there`: it is in the outbox. */
export function touchCommand(touch: Touch, command: OutboxCommand, there: boolean): void {
  if ('conversation' in command.input) touch.conversation(command.input.conversation);
  switch (command.name) {
    case 'message.send': {
      const { conversation, thread } = command.input;
      if (there) touch.unsent(command);
      if (thread === undefined) return;
      touch.row(conversation, thread);
      return touch.list('threads');
    }
    case 'message.edit':
    case 'message.delete':
      touch.words(command.input.conversation, command.input.target);
      return touch.list('threads', 'saved', 'pins', 'mentions');
    case 'pin.set':
      touch.row(command.input.conversation, command.input.target);
      return touch.list('pins');
    case 'saved.set':
      touch.row(command.input.conversation, command.input.target);
      return touch.list('saved');
    case 'reaction.set':
    case 'message.acknowledge':
      return touch.row(command.input.conversation, command.input.target);
    case 'thread.read':
      touch.row(command.input.conversation, command.input.thread);
      return touch.list('threads');
    case 'preference.set':
      return touch.list('threads');
    case 'message.schedule':
    case 'schedule.cancel':
    case 'schedule.send':
      return touch.list('scheduled');
    case 'member.add':
    case 'member.remove':
    case 'status.set':
    case 'dnd.set':
    case 'receipts.set':
      return touch.people();
    case 'channel.leave':
    case 'conversation.set':
  }
}
