// Signed feeds of packages: what apps are updated by. What is signed is spelled as in src/node/updateSignature.ts.
import { createHash, sign } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * @typedef {{ system: string, arch: string, kind: string, version: string }} Build
 * @typedef {import('../../src/shared/updates.ts').UpdateFeed} UpdateFeed
 */

/** @type {[RegExp, string, string][]} */
const names = [
  [/^lanline_([^_~]+)(?:~trial)?_(amd64|arm64)\.deb$/, 'linux', 'deb'],
  [/^lanline-(.+)-linux-([^-]+)\.AppImage$/, 'linux', 'AppImage'],
  [/^lanline-(.+)-win-([^-]+)\.exe$/, 'win32', 'nsis'],
  [/^lanline-(.+)-mac-([^-]+)\.dmg$/, 'darwin', 'dmg'],
];
const arches = new Map([
  ['amd64', 'x64'],
  ['x86_64', 'x64'],
  ['aarch64', 'arm64'],
]);

/**
 * What a package of the app is for, by its name; null for anything else.
 * @param {string} name
 * @returns {Build | null}
 */
export function buildOf(name) {
  for (const [pattern, system, kind] of names) {
    const [, version, arch = ''] = pattern.exec(name) ?? [];
    if (version) return { system, kind, version, arch: arches.get(arch) ?? arch };
  }
  return null;
}

/**
 * Puts the packages into `into`, each beside the feed of its system.
 * @param {object} options
 * @param {string[]} options.files paths of packages of this version
 * @param {string} options.version
 * @param {string} options.notes what is new, as plain text
 * @param {Date} options.date
 * @param {import('node:crypto').KeyObject} options.key
 * @param {string} options.into a folder; made anew
 * @returns {Promise<string[]>} the names of the feeds
 */
export async function writeFeeds({ files, version, notes, date, key, into }) {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  /** @type {Map<string, UpdateFeed>} */
  const feeds = new Map();
  for (const path of files.toSorted()) {
    const url = basename(path);
    const build = buildOf(url);
    if (!build || build.version !== version) continue;
    place(path, join(into, url));
    const { system, arch, kind } = build;
    const name = feedName(system, arch);
    const sha512 = await hashOf(path);
    const feed = feeds.get(name) ?? {
      version,
      system,
      files: [],
      path: url,
      sha512,
      releaseDate: date.toISOString(),
      releaseNotes: notes,
      signature: '',
    };
    feed.files.push({ url, sha512, size: statSync(path).size, arch, kind });
    feeds.set(name, feed);
  }
  for (const [name, feed] of feeds) {
    feed.signature = sign(null, signedBytes(feed), key).toString('base64');
    writeFileSync(join(into, name), `${JSON.stringify(feed, null, 2)}\n`);
  }
  return [...feeds.keys()];
}

/**
 * What the changelog says of a version; '' where it says nothing.
 * @param {string} changelog the file
 * @param {string} version
 */
export function notesOf(changelog, version) {
  const text = readFileSync(changelog, 'utf8');
  const [, rest = ''] = text.split(`## ${version}`);
  const [section = ''] = rest.replace(/^.*\n/, '').split(/^## /m);
  return section.trim().slice(0, 16_000);
}

/** @param {UpdateFeed} feed */
function signedBytes({ version, system, releaseDate, releaseNotes, files }) {
  const all = files.map(({ url, arch, kind, size, sha512 }) => [url, arch, kind, size, sha512]);
  return Buffer.from(
    JSON.stringify(['lanline update 1', version, system, releaseDate, releaseNotes, all]),
  );
}

/**
 * As electron-updater looks for them.
 * @param {string} system
 * @param {string} arch
 */
function feedName(system, arch) {
  if (system === 'win32') return 'latest.yml';
  if (system === 'darwin') return 'latest-mac.yml';
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

/**
 * The same file where that can be, for it is large.
 * @param {string} from
 * @param {string} to
 */
function place(from, to) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** @param {string} path */
async function hashOf(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64');
}
