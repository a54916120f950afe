// The Node that runs the server, the tools and the tests: version 24, from npm, whatever Node the
// machine has. SQLite's binding crashes on older ones.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';

const needed = 24;

/** @returns {string} */
export function nodePath() {
  const packaged = packagedNode();
  if (packaged) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath;
  throw new Problem(
    `Lanline needs Node ${needed} and npm has none for this system. Install Node ${needed} and start again.`,
  );
}

/** The path of a package's command as a JavaScript file, so that no shell or .cmd is involved.
 * @param {string} name
 * @param {string} [command]
 */
export function toolPath(name, command = name) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Tools started by our tools find Node 24 too, and TypeScript that was read once is not read again: each store in the
 * tests starts two threads, which otherwise is most of what such a test costs.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const bin = join(root, 'node_modules', '.bin');
  return {
    ...process.env,
    [key]: `${bin}${separator}${process.env[key] ?? ''}`,
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
  };
}

function packagedNode() {
  const { platform, arch } = process;
  // These are built for glibc; on musl (Alpine) they do not start.
  if (platform === 'linux' && !hasGlibc()) return undefined;
  const system = platform === 'win32' ? 'win' : platform;
  const file = platform === 'win32' ? 'node.exe' : 'node';
  const names = [`node-${system}-${arch}`, `node-bin-${system}-${arch}`];
  return names
    .map((name) => join(root, 'node_modules', name, 'bin', file))
    .find((path) => existsSync(path));
}

function hasGlibc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  return Boolean(report.header?.glibcVersionRuntime);
}
