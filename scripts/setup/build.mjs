// Builds the window's programs into out/, when something they are made of has changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';
import { runQuietly } from './run.mjs';
import { nodePath, toolEnvironment, toolPath } from './runtime.mjs';

const sources = ['src', 'server', 'electron.vite.config.ts', 'package-lock.json'];
const out = join(root, 'out');
const stamp = join(out, 'lanline-build.txt');

export async function buildIfChanged() {
  // Taken before the build: what is edited while it runs counts as changed.
  const now = fingerprint();
  if (now === readStamp()) return;
  mkdirSync(out, { recursive: true });
  // Beside what is there: an app that starts meanwhile finds the build before, whole. As deep, for the source maps.
  const work = mkdtempSync(join(root, 'out-'));
  try {
    const args = [toolPath('electron-vite'), 'build', '--logLevel', 'warn', '--outDir', work];
    const result = await withProgress('Building', () =>
      runQuietly(nodePath(), args, { cwd: root, env: toolEnvironment() }),
    );
    if (!result.ok) throw new Problem(`The build failed:\n${result.output}`);
    rmSync(stamp, { force: true });
    for (const program of readdirSync(work)) replace(join(out, program), join(work, program));
    writeFileSync(stamp, now);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} old ends in the other's place, from where it is removed
 * @param {string} made
 */
function replace(old, made) {
  const aside = `${made}-before`;
  if (existsSync(old)) renameSync(old, aside);
  renameSync(made, old);
}

/** Sizes and times tell a change well enough, and reading them takes milliseconds. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readStamp() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}
