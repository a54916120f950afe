// Certificates as authorities issue them, for the tests that need one to trust.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  SubjectAlternativeNameExtension,
  BasicConstraintsExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export type Issued = {
  key: string;
  certificate: string;
  signingKey: webcrypto.CryptoKey;
  name: string;
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** A certificate for a host name; without `by` an authority's own. */
export async function certificateFor(
  name: string,
  { by, until = new Date(Date.now() + day) }: { by?: Issued; until?: Date } = {},
): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const extensions = by
    ? [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])]
    : [new BasicConstraintsExtension(true, undefined, true)];
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: `CN=${by?.name ?? name}`,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: until,
    publicKey: keys.publicKey,
    signingKey: by?.signingKey ?? keys.privateKey,
    signingAlgorithm: algorithm,
    extensions,
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key, certificate: certificate.toString('pem'), signingKey: keys.privateKey, name };
}
