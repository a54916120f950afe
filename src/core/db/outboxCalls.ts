// What waits for the server, and what is being written. Every change answers what to show for it at once.
import { type Failure, Refusal } from '../../shared/errors.ts';
import type { Landed } from '../../shared/events.ts';
import type { Files } from './database.ts';
import type { Effect } from './effects.ts';
import type { NewCommand, OutboxCommand } from './outbox.ts';

/** Refused ones of these wait for a person's decision: they hold words, or were meant to take some back. */
const kept: ReadonlySet<string> = new Set<OutboxCommand['name']>([
  'message.send',
  'message.edit',
  'message.delete',
  'message.schedule',
]);

const nothing: Effect = { rows: {}, removed: {}, changed: [], people: false, lists: [] };

export function outboxCalls({ history, outboxFile }: Files) {
  const { now } = history;
  const { outbox, drafts, transaction } = outboxFile;

  /** Changes the command in one transaction; answers what is different then. */
  function changing(id: string, change: (command: OutboxCommand) => void): Effect {
    const command = outbox().get(id);
    if (!command) return nothing;
    transaction(() => change(command));
    return now().effects.ofCommand(outbox().get(id) ?? command);
  }

  /** The server has it, and so has this log, or never will. */
  function isHere({ conversation, seq }: Pick<Landed, 'conversation' | 'seq'>): boolean {
    const record = now().events.conversation(conversation);
    return !record || record.standing === 'left' || seq <= record.last_seq;
  }

  return {
    /** Safe on disk, with the draft it came from gone (K1, K2); answers what to show at once. */
    enqueue(command: NewCommand): Effect {
      transaction(() => {
        outbox().add(command);
        dropDraft(command);
      });
      const added = outbox().get(command.id);
      return added ? now().effects.ofCommand(added) : nothing;
    },
    nextCommand: (lane: string) => outbox().next(lane),
    command: (id: string) => outbox().get(id),
    /** Lanes in which something waits. */
    lanes: (): string[] => outbox().lanes(),
    /** Everything the server has was pulled: what it acknowledged and is not in the log is offered again. */
    rearm: () => transaction(() => outbox().rearm()),
    outboxCounts: () => outbox().counts(),
    /** The server has it at `landed`. It stays visible until the log brings it. */
    acknowledge: (id: string, landed: Pick<Landed, 'conversation' | 'seq'>): Effect =>
      changing(id, () => {
        if (isHere(landed)) outbox().remove(id);
        else outbox().markSent(id, landed);
      }),
    /** Refused for good. What no person needs to decide about is gone from the outbox after this. */
    refuse: (id: string, failure: Failure): Effect =>
      changing(id, ({ name }) => {
        if (kept.has(name)) outbox().markFailed(id, failure);
        else outbox().remove(id);
      }),
    retry: (id: string): Effect => changing(id, () => outbox().retry(id)),
    discard: (id: string): Effect => changing(id, () => outbox().remove(id)),
    /** Another text for what has not been sent; one that had failed waits again. Throws NOT_FOUND. */
    rewrite(id: string, text: string): Effect {
      const command = outbox().get(id);
      if (!command || command.state === 'sent' || !('text' in command.input))
        throw new Refusal('NOT_FOUND', 'already sent, or without a text');
      const input = { ...command.input, text };
      return changing(id, () => outbox().rewrite(id, input));
    },

    /** `thread`: the seq of its first message, or null for the conversation itself. */
    setDraft: (id: string, thread: number | null, text: string, reply: number | null): void =>
      drafts().set(id, thread, text, reply),
    /** Conversations with something unfinished in the field. */
    drafts: (): string[] => drafts().conversations(),
    /** '' where nothing is written. */
    draftOf: (id: string, thread: number | null): string => drafts().get(id, thread).text,
  };

  function dropDraft(command: NewCommand): void {
    if (command.name !== 'message.send' && command.name !== 'message.schedule') return;
    // Passing a message on has nothing to do with what is being written there.
    if ('forward' in command.input && command.input.forward) return;
    drafts().drop(command.input.conversation, command.input.thread ?? null);
  }
}
