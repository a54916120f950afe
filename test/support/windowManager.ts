// A small window manager on the tests' display: only with one are windows maximised, minimised, or given the focus.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { runQuietly } from '../../scripts/setup/run.mjs';
import { testDisplay } from './electron.ts';
import { eventually } from './eventually.ts';

export const hasWindowManager = async (): Promise<boolean> =>
  testDisplay !== undefined &&
  (await runQuietly('sh', ['-c', 'command -v openbox && command -v xprop'])).ok;

/** Ends with the test. */
export async function startWindowManager(): Promise<void> {
  const env = { ...process.env, DISPLAY: testDisplay };
  const manager = spawn('openbox', ['--sm-disable'], { env, stdio: 'ignore' });
  const ended = once(manager, 'exit');
  onTestFinished(async () => {
    manager.kill();
    await ended;
  });
  await eventually(async () => {
    const asked = await runQuietly('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    if (!asked.output.includes('window id')) throw new Error('no window manager yet');
  });
}
