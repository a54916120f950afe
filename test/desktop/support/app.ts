// A real app on a data folder of its own. Whatever a test opened is closed after it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { electronArgs, electronEnv, electronPath } from '../../support/electron.ts';
import { asShipped, launch } from './launch.ts';
import { whenOpen } from './steps.ts';

export type App = {
  folder: string;
  electron: ElectronApplication;
  page: Page;
  process: ChildProcess;
  /** As Ctrl+Q does. */
  quit(): Promise<void>;
  /** As a power cut does. */
  kill(): Promise<void>;
};

export type OpenOptions = {
  args?: string[];
  env?: Record<string, string>;
  /** Without Playwright's own switches. */
  shipped?: boolean;
};

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanline-desktop-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Opens the app and waits for its page; a second time on the same folder is a restart. Closed after the test. */
export async function openApp(folder = temporaryFolder(), options: OpenOptions = {}): Promise<App> {
  const app = await startApp(folder, options, (started) =>
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') console.log(logTail(folder));
      await started.kill();
    }),
  );
  return app;
}

/** The same for whoever closes it: `started` hears of it before its page is there. */
export async function startApp(
  folder: string,
  { args = [], env = {}, shipped = false }: OpenOptions,
  started: (app: Pick<App, 'kill'>) => void,
): Promise<App> {
  const before = shipped ? asShipped : [];
  const electron = await launch([...before, ...electronArgs(...args)], appEnv(folder, env));
  const child = electron.process();
  const app = {
    folder,
    electron,
    process: child,
    quit: () => end(child, () => electron.evaluate(({ app: it }) => it.quit())),
    kill: () => end(child, () => child.kill('SIGKILL')),
  };
  started(app);
  const page = await electron.firstWindow();
  await whenOpen(page);
  return { ...app, page };
}

export const appEnv = (
  folder: string,
  extra: Record<string, string> = {},
): Record<string, string> =>
  electronEnv({
    LANLINE_DATA: folder,
    LANG: 'en_US.UTF-8',
    LANGUAGE: 'en_US',
    LC_ALL: '',
    ...extra,
  });

/** Runs the program again on the same data folder, and waits until it has left. */
export async function startAgain(app: App, ...args: string[]): Promise<void> {
  const second = spawn(electronPath(), electronArgs(...args), {
    env: appEnv(app.folder),
    stdio: 'ignore',
  });
  expect(await once(second, 'exit')).toEqual([0, null]);
}

export const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, how: () => unknown): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // The answer to "quit" may be lost with the app that gave it.
  await Promise.allSettled([how(), ended]);
  await ended;
}

/** What the app on that folder, and the servers it hosts, said last. */
export const logTail = (folder: string): string => tail(folder, 'app') + tail(folder, 'server');

function tail(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, 'logs', `${name}.log`), 'utf8').slice(-4000);
  } catch {
    return '';
  }
}
