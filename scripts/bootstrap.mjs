// What a bare machine lacks, put in place once. Plain JavaScript on the machine's own Node (20 or
// newer) with nothing installed: every other script stands on this one.
import { buildIfChanged } from './setup/build.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureXvfb } from './setup/display.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { ensureGitHooks } from './setup/gitHooks.mjs';
import { withLock } from './setup/lock.mjs';
import { lockFile } from './setup/paths.mjs';
import { Problem } from './setup/problem.mjs';
import { ensureSystemLibraries } from './setup/systemLibraries.mjs';
import { ensureTestTools } from './setup/testTools.mjs';

/** For what runs under Node alone: the server, the checks. */
export async function prepareNode() {
  requireNode(20);
  await withLock(lockFile(), async () => {
    await ensureDependencies();
    await ensureGitHooks();
  });
}

/**
 * For the app with its window, built.
 * @returns {Promise<string>} the folder with Electron in it
 */
export async function prepareApp() {
  await prepareNode();
  return await withLock(lockFile(), async () => {
    const electron = await ensureElectron();
    const left = await ensureSystemLibraries(electron);
    if (left) throw new Problem(left);
    await buildIfChanged();
    return electron;
  });
}

/**
 * For packages of the app, which need nothing of a desktop.
 * @returns {Promise<string>} the folder with Electron in it
 */
export async function prepareDist() {
  await prepareNode();
  return await withLock(lockFile(), async () => {
    const electron = await ensureElectron();
    await buildIfChanged();
    return electron;
  });
}

/**
 * For windows that nobody looks at. A machine that cannot have them still runs the other tests.
 * @returns {Promise<{ electron: string } | { missing: string }>}
 */
export async function prepareDesktopTests() {
  return await withLock(lockFile(), async () => {
    try {
      const electron = await ensureElectron();
      const left = (await ensureSystemLibraries(electron)) ?? (await ensureXvfb());
      return left ? { missing: left } : { electron };
    } catch (error) {
      if (error instanceof Problem) return { missing: error.message };
      throw error;
    }
  });
}

/** For the tests that look at the app from outside. */
export async function prepareTestTools() {
  await withLock(lockFile(), ensureTestTools);
}

/** @param {number} least */
function requireNode(least) {
  if (Number(process.versions.node.split('.')[0]) >= least) return;
  throw new Problem(`Lanline needs Node ${least} or newer; this is ${process.versions.node}.`);
}
