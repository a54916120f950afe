// Two ways to run another program: quietly, keeping what it said for the case that it fails, and
// in the foreground, as if it had been started instead of us.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * With `giveWay`, whatever else the machine does comes first; only for `runQuietly`.
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, shell?: boolean,
 *   giveWay?: boolean }} RunOptions
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    if (options.giveWay && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString().trim();
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output() }));
  });
}

/**
 * Ctrl+C reaches every program of a terminal by itself, and a second one means "now, not cleanly":
 * so it is passed on only where no terminal does that.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} the exit code
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    const watch = whenNpmEnds(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      for (const each of signals) process.off(each, passOn);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * A SIGTERM for npm ends npm and its shell, and reaches nobody below: what we started would go on
 * without anyone knowing.
 * @param {() => void} stop
 */
function whenNpmEnds(stop) {
  const parent = process.ppid;
  if (process.platform === 'win32' || !process.env['npm_lifecycle_event']) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1000);
}

/** @param {string} output */
export function lastLines(output, count = 8) {
  return output.split('\n').slice(-count).join('\n');
}
