// Starts the app under Playwright's eyes.
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { findElectron } from '../../../scripts/setup/electron.mjs';

/**
 * Which program to run is left to Playwright on purpose: only then does it hold the app back until
 * it is connected. Given a path it connects while the app is starting, and now and then never ends.
 */
export function launch(args: string[], env: Record<string, string>): Promise<ElectronApplication> {
  const folder = findElectron();
  if (!folder) throw new Error('there is no Electron here');
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
  // Otherwise Playwright turns the sandbox off, and decides what prefers-color-scheme says.
  return _electron.launch({ args, env, chromiumSandbox: true, colorScheme: null });
}

/** To be put in front of `launch`'s arguments: the app then runs with its own switches only, as people have it. */
export const asShipped = ['-r', fileURLToPath(new URL('asShipped.cjs', import.meta.url))];
