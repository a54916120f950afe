import { basename } from 'node:path';
import { root } from './paths.mjs';
import { runQuietly } from './run.mjs';

/**
 * Runs the npm that started us, by its own file: on Windows `npm` is a batch file, which would need
 * a shell and its quoting. It uses the person's own npm settings, whatever registry they name.
 * @param {string[]} args
 */
export function npm(args) {
  const { npm_execpath: file, npm_node_execpath: node } = process.env;
  if (file && basename(file).startsWith('npm-cli')) {
    return runQuietly(node ?? process.execPath, [file, ...args], { cwd: root });
  }
  return runQuietly('npm', args, { cwd: root, shell: process.platform === 'win32' });
}
