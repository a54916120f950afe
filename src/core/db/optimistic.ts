// What a command that waits will have done, done to a row at once: one function for each command. A
// refusal needs no undoing: without the command the row is what the log says.
import type { QueuedName } from '../../shared/commands.ts';
import type { Status } from '../../shared/entities.ts';
import type { MessageRow, Reaction } from '../../shared/timelineRows.ts';
import type { StoredConversation, StoredPerson } from './lists.ts';
import type { CommandOf, OutboxCommand } from './outbox.ts';

/** So many of those who reacted are named. */
export const reactionUsers = 30;

type Overs<Row, N extends QueuedName> = {
  [Name in N]: (row: Row, command: CommandOf<Name>, me: string) => Row;
};

type AimedName =
  | 'message.edit'
  | 'message.delete'
  | 'reaction.set'
  | 'pin.set'
  | 'message.acknowledge'
  | 'saved.set';
export type AimedCommand = { [N in AimedName]: CommandOf<N> }[AimedName];

const overMessage: Overs<MessageRow, AimedName> = {
  'message.edit': (row, { input, at }) => ({ ...row, text: input.text, editedAt: at }),
  'message.delete': (row, _command, me) => tombstone(row, me),
  'reaction.set': (row, { input }, me) => ({
    ...row,
    reactions: reacted(row.reactions, input.emoji, input.on, me),
  }),
  'pin.set': (row, { input }) => ({ ...row, pinned: input.on }),
  'message.acknowledge': (row, _command, me) => ({
    ...row,
    acknowledge: row.acknowledge && {
      by: row.acknowledge.mine ? row.acknowledge.by : [...row.acknowledge.by, me],
      mine: true,
    },
  }),
  'saved.set': (row, { input }) => ({ ...row, saved: input.on }),
};

export const isAimedCommand = (command: OutboxCommand): command is AimedCommand =>
  Object.hasOwn(overMessage, command.name);

/** The message with everything done that waits for the server; what was refused stands in `undone`. */
export function withPending(row: MessageRow, commands: AimedCommand[], me: string): MessageRow {
  return commands.reduce((now, command) => {
    const { id, name, input, state, error } = command;
    if (state === 'failed')
      return error
        ? { ...now, undone: [...now.undone, { id, name, text: textOf(input), error }] }
        : now;
    const pending = now.pending || state === 'waiting';
    // A deletion is final.
    if (now.deletedBy !== null) return { ...now, pending };
    return { ...overMessage[name](now, command as never, me), pending };
  }, row);
}

const textOf = (input: object): string | null =>
  'text' in input && typeof input.text === 'string' ? input.text : null;

/** What is left of a deleted message: its place, and who was there. */
export const tombstone = (row: MessageRow, deletedBy: string): MessageRow => ({
  ...row,
  text: '',
  mentions: [],
  forwarded: null,
  reply: null,
  editedAt: null,
  deletedBy,
  reactions: [],
  pinned: false,
  saved: false,
  acknowledge: null,
});

function reacted(reactions: Reaction[], emoji: string, on: boolean, me: string): Reaction[] {
  const there = reactions.find((reaction) => reaction.emoji === emoji);
  if (on === (there?.mine ?? false)) return reactions;
  if (!there) return [...reactions, { emoji, count: 1, users: [me], mine: true }];
  const others = there.users.filter((user) => user !== me);
  const users = on ? [...others, me].slice(0, reactionUsers) : others;
  const changed = { emoji, users, count: there.count + (on ? 1 : -1), mine: on };
  return reactions.flatMap((reaction) => {
    if (reaction !== there) return [reaction];
    return changed.count > 0 ? [changed] : [];
  });
}

const overConversation: Overs<
  StoredConversation,
  'conversation.set' | 'preference.set' | 'member.add' | 'member.remove'
> = {
  'conversation.set': (row, { input: { name, topic, posting, archived } }) => ({
    ...row,
    name: name ?? row.name,
    topic: topic ?? row.topic,
    posting: posting ?? row.posting,
    archived: archived ?? row.archived,
  }),
  'preference.set': (row, { input: { favourite, mutedUntil, notify, unreadFrom } }) => ({
    ...row,
    favourite: favourite ?? row.favourite,
    mutedUntil: mutedUntil === undefined ? row.mutedUntil : mutedUntil,
    notify: notify === undefined ? row.notify : notify,
    unreadFrom: unreadFrom === undefined ? row.unreadFrom : unreadFrom,
  }),
  'member.add': (row, { input }) => ({
    ...row,
    members: [...new Set([...row.members, ...input.users])],
  }),
  'member.remove': (row, { input }) => ({
    ...row,
    members: row.members.filter((user) => user !== input.user),
  }),
};

const overPerson: Overs<StoredPerson, 'status.set' | 'dnd.set' | 'receipts.set'> = {
  'status.set': (row, { input }) => ({ ...row, status: input.status as Status | null }),
  'dnd.set': (row, { input }) => ({ ...row, dndUntil: input.until }),
  'receipts.set': (row, { input }) => ({ ...row, receipts: input.on }),
};

/** The sidebar's row with what waits done; commands that do nothing to it may be among them. */
export const conversationWithPending = (
  row: StoredConversation,
  commands: OutboxCommand[],
  me: string,
): StoredConversation => over(overConversation, row, commands, me);

/** This person as they set themselves. */
export const personWithPending = (
  row: StoredPerson,
  commands: OutboxCommand[],
  me: string,
): StoredPerson => over(overPerson, row, commands, me);

function over<Row, N extends QueuedName>(
  overs: Overs<Row, N>,
  row: Row,
  commands: OutboxCommand[],
  me: string,
): Row {
  return commands.reduce(
    (now, command) =>
      Object.hasOwn(overs, command.name) && command.state !== 'failed'
        ? overs[command.name as N](now, command as never, me)
        : now,
    row,
  );
}
