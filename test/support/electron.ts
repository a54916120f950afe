// How a test starts the app:
//   describeDesktop('hosting', () => {
//     const app = await _electron.launch({
//       executablePath: electronPath(), args: electronArgs('--anything'), env: electronEnv(),
//       // Playwright turns the sandbox off unless it is told to keep it.
//       chromiumSandbox: !electronArgs().includes('--no-sandbox'),
//     });
import { describe, inject } from 'vitest';
import { electronFlags } from '../../scripts/setup/electronFlags.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import type { Desktop } from './display.ts';

const desktop: Desktop = inject('desktop');

/** This worker's X display; undefined where the system has its own kind. */
export const testDisplay: string | undefined =
  desktop.displays[Number(process.env['VITEST_POOL_ID']) - 1];

export const hasDesktop = Boolean(desktop.electron);

/** `describe`, skipped on a machine that can show no windows. */
export const describeDesktop = describe.skipIf(!hasDesktop);

export function electronPath(): string {
  if (!desktop.electron) throw new Error('Use describeDesktop: this machine has no Electron.');
  return desktop.electron;
}

/** What this machine needs, the built app, then the app's own arguments. */
export function electronArgs(...given: string[]): string[] {
  // Electron would choose a Wayland session over the display that the tests brought.
  const platform = testDisplay ? ['--ozone-platform=x11'] : [];
  return [...electronFlags(), ...platform, root, ...given];
}

export function electronEnv(extra: Record<string, string> = {}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !unwanted.has(name)) env[name] = value;
  }
  return { ...env, ...ours, ...(testDisplay ? { DISPLAY: testDisplay } : {}), ...extra };
}

/** Neither the network nor the keyring and tray of the person who runs the tests, unless a test brings its own. */
const ours = { LANLINE_DISCOVERY: 'off', DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

// The first would make Electron a plain Node; the others are vitest's and not the app's business.
const unwanted = new Set([
  'ELECTRON_RUN_AS_NODE',
  'WAYLAND_DISPLAY',
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
  'VITEST',
]);
