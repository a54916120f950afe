// The packages in a folder as an update that can be offered: with signed feeds, in its folder `updates`, as a server's
// data folder takes them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { buildOf, notesOf, writeFeeds } from './feeds.mjs';
import { keysText } from './releaseKeys.mjs';

/**
 * Those of the version that this checkout has.
 * @param {string} folder
 * @param {import('node:crypto').KeyObject} key
 * @param {string[]} known its public half, and other public keys
 * @returns {Promise<boolean>} whether there was any
 */
export async function signPackages(folder, key, known) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = readdirSync(folder)
    .filter((name) => buildOf(name)?.version === version)
    .map((name) => join(folder, name));
  if (files.length === 0) return false;
  const into = join(folder, 'updates', version);
  const notes = notesOf(join(root, 'CHANGELOG.md'), version);
  const feeds = await writeFeeds({ files, version, notes, date: new Date(), key, into });
  writeFileSync(join(folder, 'updates', 'releaseKeys.txt'), keysText(known));
  console.log(`Signed, to be offered as an update, in ${into}: ${feeds.join(', ')}`);
  return true;
}
