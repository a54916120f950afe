// A message somewhere else that is wanted before its conversation is open: kept until the opening,
// so that the first thing drawn is the right place.
import type { Outcome } from '../../shared/errors.ts';

/** `thread`: the message stands in this thread only. Null: something else was opened meanwhile. */
export type Arrival = Outcome<{ thread: number | null }> | null;
export type Aim = {
  conversation: string;
  seq: number;
  /** Neither marked nor given the focus. */
  quiet: boolean;
  done: (arrival: Arrival) => void;
};

export function createAims() {
  let waiting: Aim | null = null;

  function drop(): void {
    waiting?.done(null);
    waiting = null;
  }

  /** Waits for the conversation; a later one takes its place. */
  function add(conversation: string, seq: number, quiet: boolean): Promise<Arrival> {
    drop();
    return new Promise((done) => (waiting = { conversation, seq, quiet, done }));
  }

  /** The one for this conversation, if it is wanted there. */
  function take(conversation: string | null): Aim | null {
    if (waiting === null || waiting.conversation !== conversation) return null;
    const mine = waiting;
    waiting = null;
    return mine;
  }

  return { add, take, drop };
}
