// How a client knows its server again, and what a server says when it has changed its key.
import { z } from 'zod';

/** SHA-256 of the public key (SPKI, DER), base64url: 43 characters. */
export const Pin = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export type Pin = z.infer<typeof Pin>;

/** Kept with the account. `authority`: a certificate the system trusts for this host name. `none`: plain HTTP. */
export const Trust = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pin'), pin: Pin }),
  z.object({ kind: z.literal('authority'), name: z.string().min(1).max(253) }),
  z.object({ kind: z.literal('none') }),
]);
export type Trust = z.infer<typeof Trust>;

/** One change of key, signed with the key that was given up (src/node/rotation.ts). */
export const Rotation = z.object({
  /** The old public key: SPKI, DER, base64. */
  from: z.base64().max(512),
  to: Pin,
  /** When, in milliseconds. */
  at: z.int().min(0),
  /** By the old key, base64. */
  signature: z.base64().max(512),
});
export type Rotation = z.infer<typeof Rotation>;
