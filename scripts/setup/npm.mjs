import { basename } from 'node:path';
import { root } from './paths.mjs';
import { runQuietly } from './run.mjs';

// npm waits more than a minute before it gives up on a registry; this is still four tries.
const retries = [
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=4000',
];
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];

/**
 * Runs the npm that started us, by its own file: on Windows `npm` is a batch file, which would need
 * a shell and its quoting. It uses the person's own npm settings, whatever registry they name.
 * @param {string[]} args
 */
export function npm(args) {
  const { npm_execpath: file, npm_node_execpath: node } = process.env;
  const all = [...args, ...retries, ...quiet];
  if (file && basename(file).startsWith('npm-cli')) {
    return runQuietly(node ?? process.execPath, [file, ...all], { cwd: root });
  }
  return runQuietly('npm', all, { cwd: root, shell: process.platform === 'win32' });
}

/** One line that says why npm failed. npm says that first, and then a lot about itself.
 * @param {string} output
 */
export function whyNpmFailed(output) {
  const offline = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET/.exec(output);
  if (offline) {
    return `npm cannot reach its package registry (${offline[0]}); check the network or \`npm config get registry\``;
  }
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  const said = lines.filter((line) => line && !line.startsWith('code '));
  return `npm says: ${said.slice(0, 3).join(' ') || 'nothing'}`;
}
