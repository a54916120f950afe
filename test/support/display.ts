// Before the desktop tests: displays of their own, so that no window opens on anybody's screen, and
// files that run at once do not take each other's focus and clipboard; or the reason why this machine cannot run them, said once.
import type { TestProject } from 'vitest/node';
import { hasXvfb, startXvfb } from '../../scripts/setup/display.mjs';
import { findElectron, programIn } from '../../scripts/setup/electron.mjs';

export interface Desktop {
  /** Electron's program; absent when the tests must be skipped. */
  electron?: string;
  /** The X displays to use, one for each worker; none where the system has its own kind. */
  displays: string[];
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
    project.provide('desktop', { displays: [] });
    return async () => {};
  }
  const electron = programIn(folder);
  if (process.platform !== 'linux') {
    project.provide('desktop', { electron, displays: [] });
    return async () => {};
  }
  const workers = Array.from({ length: Number(project.config.maxWorkers) });
  const all = await Promise.all(workers.map(() => startXvfb()));
  project.provide('desktop', { electron, displays: all.map(({ display }) => display) });
  return async () => void (await Promise.all(all.map((xvfb) => xvfb.close())));
}

async function whatIsMissing(electron: string | undefined): Promise<string | undefined> {
  if (!electron) return 'there is no Electron here; `npm test` fetches one.';
  if (process.platform === 'linux' && !(await hasXvfb())) return 'Xvfb is not installed.';
  return undefined;
}
