// The keys of releases: the private one signs (LANLINE_RELEASE_KEY names its file), the public ones are built into the
// app (its own, and those that LANLINE_RELEASE_PUBLIC lists: in base64, separated by commas).
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Problem } from '../setup/problem.mjs';

/** @typedef {{ signing: import('node:crypto').KeyObject | null, known: string[] }} ReleaseKeys */

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {ReleaseKeys} `known`: the first is that of `signing`, if there is one
 */
export function releaseKeys(env = process.env) {
  const file = env['LANLINE_RELEASE_KEY'] ?? '';
  const signing = file === '' ? null : readSigning(file);
  const listed = (env['LANLINE_RELEASE_PUBLIC'] ?? '').split(',').map((key) => key.trim());
  const others = listed.filter((key) => key !== '');
  for (const key of others)
    if (Buffer.from(key, 'base64').length !== 32)
      throw new Problem(`LANLINE_RELEASE_PUBLIC: ${key} is no Ed25519 key in base64.`);
  const own = signing === null ? [] : [publicKeyOf(signing)];
  return { signing, known: [...new Set([...own, ...others])] };
}

/** @param {import('node:crypto').KeyObject} key */
export function publicKeyOf(key) {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

/** @param {string[]} known */
export const keysText = (known) => known.map((key) => `${key}\n`).join('');

/** @param {string} file */
function readSigning(file) {
  /** @type {import('node:crypto').KeyObject} */
  let key;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (error) {
    throw new Problem(`LANLINE_RELEASE_KEY: ${file} is no private key (${String(error)}).`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Problem(`LANLINE_RELEASE_KEY: ${file} is not an Ed25519 key (npm run release-key).`);
}
