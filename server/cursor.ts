// Where a listener begins, by whichever way: the cursor they bring, or now.
import { Refusal } from '../src/shared/errors.ts';
import type { Start } from '../src/shared/listening.ts';

export type LogBounds = {
  readonly epoch: string;
  /** The newest position that was told. */
  readonly head: number;
};

/** The log has never been cut: everything since the first event can still be had. */
const oldest = 0;

/** The position behind which to begin. Throws CURSOR_GONE, with where to begin instead, for a cursor of another log. */
export function beginningOf({ since, epoch: known }: Start, { epoch, head }: LogBounds): number {
  if (known !== undefined && known !== epoch)
    throw gone('this is another log: it was restored from a backup', epoch, head);
  if (since === undefined) return head;
  if (since > head) throw gone('this cursor is ahead of the log', epoch, head);
  return since;
}

const gone = (message: string, epoch: string, head: number): Refusal =>
  new Refusal('CURSOR_GONE', message, { cursor: { epoch, oldest, head } });
