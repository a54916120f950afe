// Debian's packages: installed when we may, otherwise the one command to run is named.
import { readdirSync } from 'node:fs';
import { withProgress } from './progress.mjs';
import { lastLines, runQuietly } from './run.mjs';

/**
 * @param {string} label
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} what the person must do, if anything is left to do
 */
export async function installPackages(label, packages) {
  if (!(await runQuietly('apt-get', ['--version'])).ok) {
    return `Install with your package manager what Debian calls ${packages.join(' ')}.`;
  }
  if (process.getuid?.() !== 0) {
    const names = (await Promise.all(packages.map(currentName))).join(' ');
    return `Run once: sudo apt-get update && sudo apt-get install -y ${names}`;
  }
  return await withProgress(label, async () => {
    if (!hasLists()) await apt(['update']);
    let result = await install(packages);
    if (!result.ok) {
      // Old lists name versions that the mirror no longer has.
      await apt(['update']);
      result = await install(packages);
    }
    if (result.ok) return undefined;
    return `apt-get could not install ${packages.join(' ')}: ${lastLines(result.output, 2)}`;
  });
}

/** @param {string[]} packages */
async function install(packages) {
  const names = await Promise.all(packages.map(currentName));
  return await apt(['install', '-y', '--no-install-recommends', ...names]);
}

/** Debian 13 and Ubuntu 24.04 renamed libraries whose time type grew: libgtk-3-0t64.
 * @param {string} name
 */
async function currentName(name) {
  if (!name.startsWith('lib')) return name;
  const renamed = await runQuietly('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
  return renamed.ok ? `${name}t64` : name;
}

/** @param {string[]} args */
function apt(args) {
  return runQuietly('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

/** Container images come without lists; without them apt knows no package at all. */
function hasLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
  } catch {
    return false;
  }
}
