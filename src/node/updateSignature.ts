// The signature of an update feed, as scripts/packing/feeds.mjs makes it.
import { createPublicKey, verify } from 'node:crypto';
import type { UpdateFeed } from '../shared/updates.ts';

type Signed = Omit<UpdateFeed, 'signature' | 'path' | 'sha512'>;

/** Whether one of the keys (Ed25519, 32 bytes in base64) signed it. A key that is none counts for nothing. */
export function isSignedBy(feed: UpdateFeed, keys: readonly string[]): boolean {
  const bytes = signedBytes(feed);
  const signature = Buffer.from(feed.signature, 'base64');
  return keys.some((key) => {
    try {
      const x = Buffer.from(key, 'base64').toString('base64url');
      const jwk = { kty: 'OKP', crv: 'Ed25519', x };
      return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature);
    } catch {
      return false;
    }
  });
}

/** The keys in a text: one a line; what follows `#` says whose. */
export const releaseKeysIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');

/** What is signed: all that an app goes by, in one spelling. */
function signedBytes(feed: Signed): Buffer {
  const { version, system, releaseDate, releaseNotes } = feed;
  const files = feed.files.map(({ url, arch, kind, size, sha512 }) => [
    url,
    arch,
    kind,
    size,
    sha512,
  ]);
  const all = ['lanline update 1', version, system, releaseDate, releaseNotes, files];
  return Buffer.from(JSON.stringify(all));
}
