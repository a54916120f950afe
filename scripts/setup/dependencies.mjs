// The packages of package-lock.json, installed without their install scripts: none is needed, and
// code from the network runs only when we start it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, whyNpmFailed } from './npm.mjs';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Entry */

export async function ensureDependencies() {
  if (dependenciesMatch(root)) return;
  // `npm ci` empties node_modules first. That is right for a first install, but it would pull the
  // files from under a running app, and on Windows it cannot delete the Node that is running us.
  const first = !existsSync(join(root, 'node_modules', '.package-lock.json'));
  const how = first ? ['ci'] : ['install', '--no-save'];
  await withProgress('Installing dependencies', async () => {
    // Settings such as NODE_ENV=production leave out what building and testing need.
    const flags = ['--ignore-scripts', '--include=dev', '--include=optional'];
    const result = await npm([...how, ...flags]);
    if (result.ok) return;
    throw new Problem(`The dependencies could not be installed: ${whyNpmFailed(result.output)}.`);
  });
}

/**
 * npm writes what it installed to node_modules/.package-lock.json at the very end, so comparing the
 * two lock files also finds an install that was cut off, and needs no stamp of our own.
 * @param {string} folder
 */
export function dependenciesMatch(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const present = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // Packages for other systems are in the lock file, but never installed here.
    if (!found) return Boolean(entry.optional ?? entry.devOptional);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
