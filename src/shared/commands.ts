// What a client may ask of the server: one row per command. Types, validation, the server's
// handlers and the client's request() all derive from this table.
import { z } from 'zod';
import { botCommands } from './botCommands.ts';
import { ConversationSnapshot, conversationCommands } from './conversationCommands.ts';
import {
  About,
  ConversationId,
  Id,
  limits,
  Person,
  PersonName,
  Pos,
  Presence,
  Seq,
  Team,
  UserId,
} from './entities.ts';
import { Landed, WireEvent } from './events.ts';
import { memberCommands } from './memberCommands.ts';
import { messageCommands } from './messageCommands.ts';
import { personalCommands } from './personalCommands.ts';
import { updateCommands } from './updateCommands.ts';

const pageSize = z.int().min(1).max(limits.page).default(limits.page);
const nothing = z.object({});

/**
 * Each row: what kind it is, what goes in, what comes out. A row with `queue` can wait in the outbox, in the
 * conversation it is about, in the person's own or in the team's: the window's call of the same name is made from it.
 * `write` commands run in the commit queue, `read` commands on the reading connection,
 * `link` commands without touching the store.
 */
export const commands = {
  ...memberCommands,
  ...conversationCommands,
  ...messageCommands,
  ...personalCommands,
  ...botCommands,
  ...updateCommands,

  // what people do
  'profile.set': {
    kind: 'write',
    input: z.object({ id: Id, name: PersonName, about: About.default('') }),
    output: Landed,
  },

  // what clients read
  'history.page': {
    kind: 'read',
    /** Events below `before` (the newest of them) or above `after` (the oldest of them); oldest first. */
    input: z
      .object({
        conversation: ConversationId,
        before: Seq.optional(),
        after: Seq.optional(),
        limit: pageSize,
      })
      .refine(
        ({ before, after }) => before === undefined || after === undefined,
        'before or after, not both',
      ),
    output: z.object({ events: z.array(WireEvent) }),
  },
  'sync.resume': {
    kind: 'read',
    input: nothing,
    output: z.object({
      epoch: Id,
      head: Pos,
      me: UserId,
      team: Team,
      /** How far this person has read, by any device. */
      markers: z.array(z.object({ conversation: ConversationId, seq: Seq })),
      /** Who is here now; everybody else is offline. */
      presence: z.array(z.tuple([UserId, Presence])),
    }),
  },
  'sync.check': {
    kind: 'read',
    /** An event the client holds: does this log have the very same? Tells a restored backup from the log it was taken of. */
    input: z.object({
      pos: Pos,
      conversation: ConversationId,
      seq: Seq,
      author: UserId,
      at: z.number(),
    }),
    output: z.object({ known: z.boolean() }),
  },
  'sync.pull': {
    kind: 'read',
    input: z.object({ after: Pos, limit: pageSize }),
    /** `next` is the cursor to use next, also when there was nothing to see; done when `next >= head`. */
    output: z.object({ events: z.array(WireEvent), next: Pos, head: Pos }),
  },
  'sync.snapshot': {
    kind: 'read',
    /** `page`: the last answer's `nextPage`. */
    input: z.object({ page: ConversationId.optional() }),
    output: z.object({
      epoch: Id,
      head: Pos,
      people: z.array(Person),
      conversations: z.array(ConversationSnapshot),
      nextPage: ConversationId.nullable(),
    }),
  },
  /** Comes back as a signal, by the way this device listens: what a message takes there and back. */
  'link.echo': {
    kind: 'link',
    input: z.object({ ref: z.string().max(64), text: z.string().max(1000) }),
    output: nothing,
  },
  /** The round trip, and the newest position of the log (rule 9). */
  'link.ping': { kind: 'link', input: nothing, output: z.object({ head: Pos }) },
} as const;

export type CommandName = keyof typeof commands;
/** As a caller writes it: defaults may be left out. */
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
/** As a handler gets it: checked, trimmed, defaults filled in. */
export type CommandArgs<N extends CommandName> = z.output<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;

export type CommandsOfKind<K extends 'write' | 'read' | 'link'> = {
  [N in CommandName]: (typeof commands)[N]['kind'] extends K ? N : never;
}[CommandName];

/** What may wait in the outbox. */
export type QueuedName = {
  [N in CommandName]: (typeof commands)[N] extends { queue: string } ? N : never;
}[CommandName];
/** As the window gives it: the id is made where it is queued. */
export type QueuedInput<N extends QueuedName> = Omit<CommandInput<N>, 'id'>;
export type QueuedArgs<N extends QueuedName> = Omit<CommandArgs<N>, 'id'>;

export const isQueued = (name: string): name is QueuedName =>
  isCommandName(name) && 'queue' in commands[name];

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name);
