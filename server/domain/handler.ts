// The shape of a command's handler and of an event's projection.
import type { CommandArgs, CommandOutput } from '../../src/shared/commands.ts';
import type { Landed, LogEvent } from '../../src/shared/events.ts';
import type { Draft, PersonalSignal, Tx, WriteName } from '../store/store.ts';

export type Effect = {
  /** Appended in this order; the first one carries the command's id. */
  events?: Draft[];
  signals?: PersonalSignal[];
  /** When nothing had to change: where what was asked for already stands. */
  landed?: Landed;
};

export type Handler<N extends WriteName> = {
  /** Decides what happens, inside the transaction. `actor` is the author of the events. Throws a `Refusal`. */
  run(tx: Tx, actor: string, args: CommandArgs<N>): Promise<Effect>;
  /** Words the answer, also for a repeated command; without it the answer is where the first event landed. */
  answer?(tx: Tx, actor: string, args: CommandArgs<N>): Promise<CommandOutput<N>>;
};

/** Keeps the server's tables equal to the fold of its log; runs right after the event was appended. */
export type Projection<T extends LogEvent['type']> = (
  tx: Tx,
  event: Extract<LogEvent, { type: T }>,
) => Promise<void>;
