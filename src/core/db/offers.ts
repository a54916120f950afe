// What this person did that the server has lost (delivery.md rule 8): every event of theirs as the
// command that caused it. What names a message that is lost too cannot be said again: that message
// would come back under another number.
import { uuidv7 } from 'uuidv7';
import { type EventBody, known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { NewCommand, OutboxCommand } from './outbox.ts';

export type OfferParts = {
  /** This person's events that the server lacks, in the order of the log. */
  events: WireEvent[];
  /** The server still has the message under this seq. */
  keeps(conversation: string, seq: number): boolean;
  /** What a message of this person's says now; undefined when it is deleted. */
  says(conversation: string, seq: number): string | undefined;
  /** It is still to be sent when its time comes. */
  waits(schedule: string): boolean;
  /** The server still has it, and sends it (again) unless it is told. */
  keepsSchedule(schedule: string): boolean;
};
type Facts = Omit<OfferParts, 'events'>;

export function offersOf({ events, ...facts }: OfferParts): NewCommand[] {
  const scheduled = schedulesSent(events);
  return events.flatMap((event): NewCommand[] => {
    const typed = known(event);
    const { id, conversation, author, at } = event;
    if (!typed || id === null) return [];
    const command = (made: Made, lane = conversation, own = id): NewCommand[] => {
      if (!made) return [];
      const { name, input } = made;
      return [
        { id: own, conversation: lane, at, name, input: { ...input, id: own } } as NewCommand,
      ];
    };
    const schedule = scheduled.get(event.pos);
    if (
      schedule === undefined ||
      typed.type !== 'message.created' ||
      !facts.keepsSchedule(schedule)
    )
      return command(offer(typed, facts));
    // Sent by the server itself in the meantime or not: once, and under this id only if not.
    if (facts.says(conversation, event.seq) === typed.body.text)
      return command({ name: 'schedule.send', input: { schedule } }, author);
    const cancel = command({ name: 'schedule.cancel', input: { schedule } }, author, uuidv7());
    return [...cancel, ...command(offer(typed, facts))];
  });
}

/** By the place of the message that each became: the end of a schedule follows it at once. */
function schedulesSent(events: WireEvent[]): Map<number, string> {
  const sent = new Map<number, string>();
  for (const event of events) {
    const typed = known(event);
    if (typed?.type === 'schedule.ended' && typed.body.how === 'sent')
      sent.set(event.pos - 1, typed.body.schedule);
  }
  return sent;
}

type Made = { name: NewCommand['name']; input: object } | undefined;

function offer(event: LogEvent, { keeps, says, waits, keepsSchedule }: Facts): Made {
  const { conversation, body } = event;
  const about = (name: NewCommand['name']): Made => {
    const target = 'target' in body ? body.target : 0;
    // What is about oneself alone names its conversation.
    const where = 'conversation' in body ? body.conversation : conversation;
    return keeps(where, target) ? { name, input: { ...body, conversation: where } } : undefined;
  };
  switch (event.type) {
    case 'message.created': {
      const text = says(conversation, event.seq);
      if (text === undefined) return undefined;
      return {
        name: 'message.send',
        input: { conversation, ...partsOf(event.body, text, keeps, conversation) },
      };
    }
    case 'message.edited': {
      const made = about('message.edit');
      const { target, text } = event.body;
      return made && text !== '' ? { ...made, input: { conversation, target, text } } : undefined;
    }
    case 'message.deleted':
      return about('message.delete');
    case 'reaction.changed':
      return about('reaction.set');
    case 'pin.changed':
      return about('pin.set');
    case 'message.acknowledged':
      return about('message.acknowledge');
    case 'saved.changed':
      return about('saved.set');
    case 'preference.changed': {
      // A number of the lost part would mark another message.
      const { unreadFrom: _lost, ...input } = event.body;
      return Object.keys(input).length > 1 ? { name: 'preference.set', input } : undefined;
    }
    case 'schedule.added':
      return waits(event.body.schedule.id)
        ? { name: 'message.schedule', input: event.body.schedule }
        : undefined;
    case 'schedule.ended': {
      const { schedule, how } = event.body;
      return how === 'cancelled' && keepsSchedule(schedule)
        ? { name: 'schedule.cancel', input: { schedule } }
        : undefined;
    }
    default:
      return undefined;
  }
}

function partsOf(
  { reply, thread, broadcast, acknowledge, action, forwarded }: EventBody<'message.created'>,
  text: string,
  keeps: Facts['keeps'],
  conversation: string,
) {
  const passedOn = forwarded && keeps(forwarded.conversation, forwarded.seq);
  return {
    text: text === '' && !passedOn ? (forwarded?.text ?? text) : text,
    ...(reply !== undefined && keeps(conversation, reply) && { reply }),
    ...(thread !== undefined &&
      keeps(conversation, thread) && { thread, ...(broadcast && { broadcast }) }),
    ...(acknowledge && { acknowledge }),
    ...(action && { action }),
    ...(passedOn && { forward: { conversation: forwarded.conversation, seq: forwarded.seq } }),
  };
}

/**
 * The input of what waits already, without what names a lost message; undefined when nothing is left of it: the text
 * of an edit is in what is offered.
 */
export function remains(command: OutboxCommand, keeps: Facts['keeps']): object | undefined {
  const { input } = command;
  if (command.name === 'message.send') {
    const { reply, thread, broadcast, forward, ...rest } = command.input;
    const here = (seq: number | undefined): seq is number =>
      seq !== undefined && keeps(rest.conversation, seq);
    const passedOn = forward && keeps(forward.conversation, forward.seq);
    if (rest.text === '' && !passedOn) return undefined;
    return {
      ...rest,
      ...(here(reply) && { reply }),
      ...(here(thread) && { thread, ...(broadcast && { broadcast }) }),
      ...(passedOn && { forward }),
    };
  }
  if (command.name === 'preference.set') {
    const { unreadFrom, ...rest } = command.input;
    const marked = typeof unreadFrom === 'number' && keeps(rest.conversation, unreadFrom);
    return { ...rest, ...((marked || unreadFrom === null) && { unreadFrom }) };
  }
  if (command.name === 'thread.read')
    return keeps(command.input.conversation, command.input.seq) ? input : undefined;
  if ('target' in input) return keeps(input.conversation, input.target) ? input : undefined;
  return input;
}
