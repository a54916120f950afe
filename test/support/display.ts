// Before the desktop tests: a display of their own, so that no window opens on anybody's screen;
// or the reason why this machine cannot run them, said once.
import type { TestProject } from 'vitest/node';
import { hasXvfb, startXvfb } from '../../scripts/setup/display.mjs';
import { findElectron, programIn } from '../../scripts/setup/electron.mjs';

export interface Desktop {
  /** Electron's program; absent when the tests must be skipped. */
  electron?: string;
  /** The X display to use; absent where the system has its own kind. */
  display?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    desktop: Desktop;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = findElectron();
  const missing = process.env['LANLINE_NO_DESKTOP'] ?? (await whatIsMissing(folder));
  if (missing || !folder) {
    console.log(`Desktop tests are skipped: ${missing}`);
    project.provide('desktop', {});
    return async () => {};
  }
  const electron = programIn(folder);
  if (process.platform !== 'linux') {
    project.provide('desktop', { electron });
    return async () => {};
  }
  const xvfb = await startXvfb();
  project.provide('desktop', { electron, display: xvfb.display });
  return () => xvfb.close();
}

async function whatIsMissing(electron: string | undefined): Promise<string | undefined> {
  if (!electron) return 'there is no Electron here; `npm test` fetches one.';
  if (process.platform === 'linux' && !(await hasXvfb())) return 'Xvfb is not installed.';
  return undefined;
}
