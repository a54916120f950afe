// The server's key and certificate: made once, changed only with a statement signed by the old key.
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import type { X509CertificateCreateSelfSignedParams } from '@peculiar/x509';
import type { Pin, Rotation } from '../shared/trust.ts';
import { pinOfKey } from './pin.ts';
import { rotationLimit, stateRotation } from './rotation.ts';

export type Identity = {
  /** Private key, PKCS#8, PEM. */
  key: string;
  /** Self-signed, PEM. */
  certificate: string;
  /** How this key came from the ones before it, oldest first. */
  rotations: Rotation[];
};

const dayMs = 24 * 60 * 60 * 1000;
const lifetimeMs = 30 * 365 * dayMs;

/** A new EC P-256 key with a certificate of some thirty years. */
export async function createIdentity(): Promise<Identity> {
  // Needed once in a server's life, so not loaded at every start. The second import wants the first.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Lanline',
    // Clocks on a small network are rarely right.
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + lifetimeMs),
    signingAlgorithm: algorithm,
    // Of the two types of a key pair, Node's and the browser's, it wants whichever the reader sees.
    keys: keys as X509CertificateCreateSelfSignedParams['keys'],
  });
  const key = createPrivateKey({
    key: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate.toString('pem'),
    rotations: [],
  };
}

/** A new key, and the statement by the old one that makes clients follow. */
export async function rotateIdentity(old: Identity): Promise<Identity> {
  const next = await createIdentity();
  const statement = stateRotation(createPrivateKey(old.key), pinOfIdentity(next), Date.now());
  return { ...next, rotations: [...old.rotations, statement].slice(-rotationLimit) };
}

/** What clients know the identity by. */
export const pinOfIdentity = ({ key }: Identity): Pin =>
  pinOfKey(createPublicKey(key).export({ type: 'spki', format: 'der' }));
