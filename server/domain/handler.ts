// The shape of a command's handler, of an event's projection, and of a read that needs the domain.
import type { CommandArgs } from '../../src/shared/commands.ts';
import type { Landed, LogEvent } from '../../src/shared/events.ts';
import type { ReadName, Reads, WriteArgs, WriteName, WriteOutput } from '../store/store.ts';
import type { Draft, Dropped, PersonalSignal, Tx, View } from '../store/tx.ts';
import type { Asker } from './roles.ts';

export type Effect = {
  /** Appended in this order; the first one carries the command's id. */
  events?: Draft[];
  signals?: PersonalSignal[];
  /** Whose connections end behind this command. */
  dropped?: Partial<Dropped>;
  /** Outgoing hooks that were made, ended, or have something to try again. */
  hooks?: string[];
  /** When nothing had to change: where what was asked for already stands. */
  landed?: Landed;
  /** It was done before, as the handler found out by itself. */
  duplicate?: true;
};

export type Handler<N extends WriteName> = {
  /**
   * Tells a repeated command by the tables it fills, and not by the log: its events carry no id, because their author
   * may be somebody else.
   */
  knowsItself?: true;
  /**
   * Decides what happens, inside the transaction. `actor` is the author of the events; `origin` the address the command
   * came from, '' when unknown. Throws a `Refusal`.
   */
  run(tx: Tx, actor: string, args: WriteArgs<N>, origin: string): Promise<Effect>;
  /** Words the answer, also for a repeated command; without it the answer is where the first event landed. */
  answer?(tx: Tx, actor: string, args: WriteArgs<N>): Promise<WriteOutput<N>>;
};

/** Keeps the server's tables equal to the fold of its log; runs right after the event was appended. */
export type Projection<T extends LogEvent['type']> = (
  tx: Tx,
  event: Extract<LogEvent, { type: T }>,
) => Promise<void>;

/** Answers a read that the policies let through. `asker` is null for a stranger. */
export type Reading<N extends ReadName> = (
  view: View,
  asker: Asker | null,
  args: CommandArgs<N>,
) => Promise<Reads[N]>;

/** The answer of commands that have nothing to say but that they are done. */
export const done = async (): Promise<Record<string, never>> => ({});
