// The app lock: a code that the window asks for before it shows anything. It hides; it encrypts nothing.
import { z } from 'zod';
import { call } from './call.ts';

/** A PIN of 4 to 12 digits, or a passphrase of eight characters and more. */
export const LockCode = z.string().regex(/^(?:\d{4,12}|.{8,128})$/su);
/** What somebody tries. */
const Tried = z.string().max(256);

/** Minutes in which nobody touches this computer; null: it never locks by itself. */
export const LockAfter = z.union([1, 5, 15, 60].map((n) => z.literal(n))).nullable();

export type LockState = {
  /** There is a code. */
  on: boolean;
  locked: boolean;
  after: number | null;
  /** Also when the screen is locked, and when the computer sleeps. */
  withScreen: boolean;
  /** After wrong tries: clock time of the next one that counts, ms; null: now. */
  retryAt: number | null;
};

const nothing = z.undefined();

/** A code that is asked for is refused with FORBIDDEN (field `code`), and with RATE_LIMITED after too many of them. */
export const lockCalls = {
  /** Sets another code, or, null, takes it away. `current`: needed where there is one. */
  'lock.set': call<LockState>()(z.object({ current: Tried.optional(), code: LockCode.nullable() })),
  'lock.choose': call<LockState>()(
    z.object({ after: LockAfter.optional(), withScreen: z.boolean().optional() }),
  ),
  'lock.now': call<void>()(nothing),
  'lock.unlock': call<void>()(z.object({ code: Tried })),
  /**
   * The way out without the code: forgets every team on this computer, and the lock. Throws FORBIDDEN while something
   * waits unsent, unless `discard`.
   */
  'lock.leave': call<void>()(z.object({ discard: z.boolean() })),
  /** Where the person was, in the window's own words; kept in memory, and given back by the next `app.boot`. */
  'window.keep': call<void>()(z.object({ place: z.string().max(500_000) })),
} as const;
