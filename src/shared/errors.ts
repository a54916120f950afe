// Every expected failure crosses every boundary in one shape; the window words it from its code.
import { z } from 'zod';

export const errorCodes = [
  // what was asked
  'INVALID',
  'TOO_LARGE',
  'UNKNOWN_COMMAND',
  'NOT_FOUND',
  'FORBIDDEN',
  'NOT_MEMBER',
  'NAME_TAKEN',
  'ID_CONFLICT',
  'RATE_LIMITED',
  // the door: one answer for every invite that does not open it
  'INVITE_INVALID',
  'INVITE_NEEDED',
  'DECLINED',
  'ALREADY_IN',
  // who asked, and with what
  'UNAUTHENTICATED',
  'REVOKED',
  'DEACTIVATED',
  'UPGRADE_REQUIRED',
  'CURSOR_GONE',
  // the server's own trouble
  'STORAGE_FULL',
  'STORAGE_BUSY',
  'STORAGE_DAMAGED',
  'CLOSING',
  'INTERNAL',
  // the way there
  'OFFLINE',
  'TIMEOUT',
  'UNREACHABLE',
  'NOT_LANLINE',
  'KEY_CHANGED',
  // hosting and this computer's files
  'PORT_IN_USE',
  'DATA_UNWRITABLE',
  'DATA_IN_USE',
  'DATA_FROM_FUTURE',
  'SETTINGS_DAMAGED',
  'DICTIONARY_DAMAGED',
  'HISTORY_DAMAGED',
  'KEYRING_LOCKED',
  'LOCKED',
  'LINK_INVALID',
  // updates: what is not signed, not what it says, no feed, for another system, no more offered; how it is installed
  'UPDATE_UNSIGNED',
  'UPDATE_DAMAGED',
  'UPDATE_UNREADABLE',
  'UPDATE_UNFIT',
  'UPDATE_GONE',
  'INSTALL_FAILED',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What went wrong. `message` is for logs and developers; people read a text chosen by `code`. */
export const Failure = z.object({
  // An unknown code comes from a newer server: it is kept as a failure, not as a crash.
  code: z.enum(errorCodes).catch('INTERNAL'),
  message: z.string(),
  /** The input field at fault, when there is one. */
  field: z.string().optional(),
  /** With RATE_LIMITED: milliseconds until trying again is worth it. */
  retryAfterMs: z.number().optional(),
  /** With CURSOR_GONE: begin again at `oldest` to have all there is, at `head` to go on from now. */
  cursor: z.object({ epoch: z.string(), oldest: z.int(), head: z.int() }).optional(),
});
export type Failure = z.infer<typeof Failure>;

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** An expected failure on its way to the nearest boundary, where it becomes an `Outcome`. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Partial<Pick<Failure, 'field' | 'retryAfterMs' | 'cursor'>>;

  constructor(code: ErrorCode, message: string, details: Refusal['details'] = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

export const succeed = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** Turns anything thrown into a failure; what nobody expected is `INTERNAL` and keeps its message. */
export function fail(thrown: unknown): { ok: false; error: Failure } {
  if (thrown instanceof Refusal)
    return { ok: false, error: { code: thrown.code, message: thrown.message, ...thrown.details } };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { ok: false, error: { code: 'INTERNAL', message } };
}

/** The value of a success; throws the failure as a `Refusal` otherwise. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, ...details } = outcome.error;
  throw new Refusal(code, message, details);
}

/** Refusals that no retry can change (delivery.md rule 5). Everything else stays queued. */
const permanent: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_MEMBER',
  'NAME_TAKEN',
  'TOO_LARGE',
  'INVALID',
  'ID_CONFLICT',
  'UNKNOWN_COMMAND',
  'INVITE_INVALID',
  'INVITE_NEEDED',
  'DECLINED',
  'ALREADY_IN',
]);

export const isPermanent = (code: ErrorCode): boolean => permanent.has(code);
