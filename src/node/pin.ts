// What a server's key is known by.
import { createHash, X509Certificate } from 'node:crypto';
import type { Pin } from '../shared/trust.ts';

/** The pin of a certificate (DER when it is a buffer). Throws when it cannot be read. */
export function pinOf(certificate: X509Certificate | Buffer): Pin {
  const parsed =
    certificate instanceof X509Certificate ? certificate : new X509Certificate(certificate);
  return pinOfKey(parsed.publicKey.export({ type: 'spki', format: 'der' }));
}

/** The pin of a public key (SPKI, DER). */
export const pinOfKey = (spki: Buffer): Pin =>
  createHash('sha256').update(spki).digest('base64url');
