// What the composer holds of one place: the text, what it answers, and the message that it edits.
import type { CallInput } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Draft, Quote } from '../../shared/timelineRows.ts';

/** A conversation, or one thread of it. */
export type Spot = { conversation: string; thread: number | null };
export type Place = Spot & { team: string | null };

export const keyOf = ({ team, conversation, thread }: Place): string =>
  `${team ?? ''} ${conversation} ${thread ?? ''}`;

/** An own message that is being written anew. `kept`: the draft that comes back afterwards. */
export type Edit = {
  key: string;
  /** Null while it had not reached the server when the edit began. */
  target: number | null;
  /** What it said. */
  text: string;
  action: boolean;
  kept: Draft;
};

export type Writing = { text: string; reply: Quote | null; edit: Edit | null };
export const blank: Writing = { text: '', reply: null, edit: null };

/** Why something did not go: the core's failure, or words of the locale. */
export type Trouble = Failure | { say: string; with?: Record<string, string | number> };

/** What a text turned out to be. `done`: a command, and the core has it. */
export type Outgoing =
  | {
      kind: 'message';
      text: string;
      parts: Omit<CallInput<'message.send'>, 'conversation' | 'text' | 'thread'>;
    }
  | { kind: 'done' }
  | { kind: 'trouble'; trouble: Trouble };
