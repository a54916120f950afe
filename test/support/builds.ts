// Builds that a server can offer: packages of random bytes with feeds signed by a real key, as `npm run sign` makes them.
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFeeds } from '../../scripts/packing/feeds.mjs';
import { keysText, publicKeyOf } from '../../scripts/packing/releaseKeys.mjs';
import type { UpdateFeed } from '../../src/shared/updates.ts';
import { testFolder } from './folder.ts';

export type ReleaseKey = { signing: KeyObject; known: string };

export function releaseKey(): ReleaseKey {
  const { privateKey: signing } = generateKeyPairSync('ed25519');
  return { signing, known: publicKeyOf(signing) };
}

/** What a version is made of: each kind of package for this computer's arch, as names. */
export const packagesOf = (version: string): string[] => [
  `lanline_${version}_amd64.deb`,
  `lanline-${version}-linux-x86_64.AppImage`,
  `lanline-${version}-win-x64.exe`,
  `lanline-${version}-mac-arm64.dmg`,
];

/** Puts a version into the folder `updates` of a server's data, and the public key beside it. */
export async function putBuild(
  data: string,
  version: string,
  key: ReleaseKey,
  given: { bytes?: number; notes?: string } = {},
): Promise<void> {
  const { bytes = 1000, notes = `What is new in ${version}` } = given;
  const made = testFolder();
  const files = packagesOf(version).map((name) => join(made, name));
  for (const file of files) writeFileSync(file, randomBytes(bytes));
  const into = join(data, 'updates', version);
  mkdirSync(into, { recursive: true });
  const options = { files, version, notes, date: new Date(), key: key.signing, into };
  await writeFeeds(options);
  writeFileSync(join(data, 'updates', 'releaseKeys.txt'), keysText([key.known]));
}

/** Writes a feed anew, as somebody would who has no key. */
export function tamperFeed(
  data: string,
  version: string,
  change: (feed: UpdateFeed) => object,
  name = 'latest-linux.yml',
): void {
  const path = join(data, 'updates', version, name);
  const feed = JSON.parse(readFileSync(path, 'utf8')) as UpdateFeed;
  writeFileSync(path, JSON.stringify({ ...feed, ...change(feed) }));
}
