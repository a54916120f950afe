// Electron is linked against libraries that a desktop has and a bare machine has not.
import { installPackages } from './aptPackages.mjs';
import { programIn } from './electron.mjs';
import { runQuietly } from './run.mjs';

// libnotify is opened at run time only, so ldd cannot miss it: it comes with the others.
const packages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libnotify4'];

/**
 * @param {string} electron the folder with the program in it
 * @returns {Promise<string | undefined>} what the person must do, if anything is left to do
 */
export async function ensureSystemLibraries(electron) {
  if (process.platform !== 'linux') return undefined;
  const before = await missingLibraries(electron);
  if (before.length === 0) return undefined;
  const left = await installPackages('Installing the libraries Electron needs', packages);
  if (left) return `Electron needs libraries that are missing (${before.join(', ')}). ${left}`;
  const after = await missingLibraries(electron);
  return after.length === 0 ? undefined : `Electron still misses ${after.join(', ')}.`;
}

/** @param {string} electron */
async function missingLibraries(electron) {
  const { output } = await runQuietly('ldd', [programIn(electron)]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}
