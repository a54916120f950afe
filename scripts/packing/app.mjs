// The app, packed by electron-builder.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../setup/lock.mjs';
import { lockFile, root } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { withProgress } from '../setup/progress.mjs';
import { runQuietly } from '../setup/run.mjs';
import { nodePath, toolEnvironment, toolPath } from '../setup/runtime.mjs';
import { releaseKeys } from './releaseKeys.mjs';

/**
 * @param {object} options
 * @param {string} options.electron the folder with Electron in it
 * @param {string[]} options.targets as electron-builder calls them; `dir` is the app unpacked
 * @param {string} options.into the folder for them
 */
export async function packApp({ electron, targets, into }) {
  mkdirSync(into, { recursive: true });
  const system =
    new Map([
      ['darwin', '--mac'],
      ['win32', '--win'],
    ]).get(process.platform) ?? '--linux';
  const config = join(root, 'packaging', 'electronBuilder.mjs');
  const args = [system, ...targets, '--config', config, '--publish', 'never'];
  const env = {
    ...toolEnvironment(),
    LANLINE_DIST: into,
    LANLINE_DIST_ELECTRON: electron,
    LANLINE_DIST_KEYS: releaseKeys().known.join(','),
  };
  // Nobody builds another out/ meanwhile.
  const result = await withLock(lockFile(), () =>
    withProgress('Packing the app', () =>
      runQuietly(nodePath(), [toolPath('electron-builder'), ...args], { cwd: root, env }),
    ),
  );
  if (!result.ok) throw new Problem(`The app could not be packed:\n${result.output}`);
}
