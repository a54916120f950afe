// What lies about at the door and is of no use any more.
import type { Tx } from '../store/tx.ts';

const day = 86_400_000;
/** How long somebody may wait, and how long a refusal is remembered. Milliseconds. */
export const WAITING_MS = 7 * day;
export const DECLINED_MS = day;

/** Invites that ended a week ago (until then a repeated command finds its own), and requests nobody will answer. */
export const sweepDoor = (tx: Tx): Promise<void> =>
  tx.sweep({
    ended: tx.now - 7 * day,
    waiting: tx.now - WAITING_MS,
    declined: tx.now - DECLINED_MS,
  });
