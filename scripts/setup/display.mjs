// A display for windows: the person's own, or a virtual one that nobody has to look at.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installPackages } from './aptPackages.mjs';
import { runQuietly } from './run.mjs';

export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @returns {Promise<string | undefined>} what the person must do, if anything is left to do */
export async function ensureXvfb() {
  if (process.platform !== 'linux' || (await hasXvfb())) return undefined;
  const left = await installPackages('Installing a virtual display (Xvfb)', ['xvfb']);
  return left ? `Windows can only be tested with Xvfb. ${left}` : undefined;
}

export async function hasXvfb() {
  return (await runQuietly('sh', ['-c', 'command -v Xvfb'])).ok;
}

/**
 * Starts Xvfb on a free display, which it chooses and tells itself, so that runs side by side do
 * not meet.
 * @returns {Promise<{ display: string, close: () => Promise<void> }>}
 */
export async function startXvfb(size = '1600x1000x24') {
  const args = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  const stop = () => child.kill();
  process.once('exit', stop);
  const number = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error('Xvfb stopped before it was ready')));
    child.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
  });
  return {
    display: `:${number}`,
    async close() {
      process.off('exit', stop);
      child.kill();
      await ended;
    },
  };
}
