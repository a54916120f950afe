// The server's key and certificate: made once, changed only with a statement signed by the old key.
import type { Pin, Rotation } from '../shared/trust.ts';

export type Identity = {
  /** Private key, PKCS#8, PEM. */
  key: string;
  /** Self-signed, PEM. */
  certificate: string;
  /** How this key came from the ones before it, oldest first. */
  rotations: Rotation[];
};

/** A new EC P-256 key with a certificate of some thirty years. */
export async function createIdentity(): Promise<Identity> {
  throw new Error('not yet');
}

/** A new key, and the statement by the old one that makes clients follow. */
export async function rotateIdentity(old: Identity): Promise<Identity> {
  throw new Error(`not yet ${old.key.length}`);
}

/** What clients know the identity by. */
export function pinOfIdentity(identity: Identity): Pin {
  throw new Error(`not yet ${identity.key.length}`);
}
