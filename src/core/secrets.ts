// What nobody else may read: tokens and codes. The system's keyring seals them where there is one;
// elsewhere they lie as they are in a file that only this user may read.
import { z } from 'zod';
import { fail, Refusal } from '../shared/errors.ts';
import type { Keyring } from '../shared/rows.ts';

/** What a program gives the core; the desktop app gives Electron's safeStorage. */
export type Secrets = {
  /** Looked at each time: a keyring may be locked now and open later. */
  readonly kind: Keyring;
  /** Only called while `kind` is 'system'. May throw. */
  seal(text: string): string;
  /** Opens what `seal` made, called whatever `kind` says. Throws when the keyring is gone or locked. */
  open(sealed: string): string;
};

/** Without a keyring. */
export const noKeyring: Secrets = {
  kind: 'file',
  seal: (text) => text,
  open() {
    throw new Error('this program has no keyring');
  },
};

/** A secret in a file. Earlier versions wrote the bare text. */
export const Sealed = z.union([
  z.object({ kind: z.enum(['system', 'file']), sealed: z.string() }),
  z.string().transform((sealed) => ({ kind: 'file' as const, sealed })),
]);
export type Sealed = z.output<typeof Sealed>;

/** Throws KEYRING_LOCKED. */
export function seal(secrets: Secrets, text: string): Sealed {
  const { kind } = secrets;
  return { kind, sealed: kind === 'system' ? locking(() => secrets.seal(text)) : text };
}

/** Throws KEYRING_LOCKED; nothing is lost, and the same call may work later. */
export const unseal = (secrets: Secrets, { kind, sealed }: Sealed): string =>
  kind === 'system' ? locking(() => secrets.open(sealed)) : sealed;

/** Whether a keyring has appeared since this was kept. */
export const isBetterSealed = (secrets: Secrets, { kind }: Sealed): boolean =>
  kind === 'file' && secrets.kind === 'system';

function locking(work: () => string): string {
  try {
    return work();
  } catch (error) {
    throw new Refusal('KEYRING_LOCKED', fail(error).error.message);
  }
}
