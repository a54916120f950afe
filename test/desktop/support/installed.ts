// The installed app, as a person of that computer starts it, looked at through Chromium's own debugging port: what
// Playwright uses otherwise is switched off in what is shipped.
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { electronFlags } from '../../../scripts/setup/electronFlags.mjs';
import { testDisplay } from '../../support/electron.ts';
import type { Machine, User } from '../../support/machine.ts';
import type { Packages } from '../../support/packages.ts';
import { hasEnded } from './app.ts';
import { whenOpen } from './steps.ts';

const windowUrl = 'app://lanline/index.html';

export type Installed = {
  page: Page;
  process: ChildProcess;
  /** All that it wrote to standard error so far. */
  said(): string;
  /** As the end of a session does. */
  quit(): Promise<void>;
};

/** No network, keyring or tray of the person who runs the tests. */
export const display = (): NodeJS.ProcessEnv => ({
  DISPLAY: testDisplay,
  LANLINE_DISCOVERY: 'off',
  DBUS_SESSION_BUS_ADDRESS: 'disabled:',
});

/** What this machine needs; never that the sandbox be off. */
const flags = (): string[] => [
  ...electronFlags().filter((flag) => flag !== '--no-sandbox'),
  '--ozone-platform=x11',
];

/** Starts `lanline` from the PATH and waits for its page. Closed by `quit`, or by its handle when `finished` calls. */
export async function openInstalled(
  machine: Machine,
  user: User,
  finished: (end: () => void) => void = onTestFinished,
): Promise<Installed> {
  const args = [...flags(), '--remote-debugging-port=0'];
  const child = machine.spawn(user, 'lanline', args, display());
  const said = listen(child);
  finished(() => void child.kill('SIGKILL'));
  await expect.poll(said).toMatch(/DevTools listening on ws:/);
  const [, port] = /ws:[^:]+:(\d+)/.exec(said()) ?? [];
  // Whoever connects while the window is being made may wait for ever.
  await expect.poll(() => shownAt(`http://127.0.0.1:${port}/json/list`)).toContain(windowUrl);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (!page) throw new Error('no page');
  await whenOpen(page);
  return {
    page,
    process: child,
    said,
    async quit() {
      await browser.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      if (!hasEnded(child)) await ended;
    },
  };
}

async function shownAt(list: string): Promise<string[]> {
  const pages = (await (await fetch(list)).json()) as { url: string }[];
  return pages.map(({ url }) => url);
}

/** Runs a program of that computer to its end. */
export async function runThere(
  machine: Machine,
  user: User,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = machine.spawn(user, command, args, env);
  onTestFinished(() => void child.kill('SIGKILL'));
  const err = listen(child);
  let out = '';
  child.stdout?.on('data', (chunk) => (out += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err: err() };
}

/** The installed program a second time, with what a person or a page may give it. */
export const startInstalledAgain = (
  machine: Machine,
  user: User,
  args: string[],
  env: NodeJS.ProcessEnv = {},
) => runThere(machine, user, 'lanline', [...flags(), ...args], { ...display(), ...env });

/** What standard error said so far. */
export function listen(child: ChildProcess): () => string {
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  return () => said;
}

export type RunningProcess = { pid: number; command: string; seccomp: string; namespace: string };

/** Processes of one user, from the system's own list. */
export function processesOf({ uid }: User): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        if (Number(/^Uid:\t(\d+)/m.exec(status)?.[1]) !== uid) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const seccomp = /^Seccomp:\t(\d)/m.exec(status)?.[1] ?? '';
        const namespace = /^NSpid:\t(.*)/m.exec(status)?.[1] ?? '';
        return [{ pid: Number(pid), command, seccomp, namespace }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** Waits for an app that started by itself, and ends it as the end of a session does. */
export async function endRestarted(user: User): Promise<void> {
  const all = (word: string) => processesOf(user).filter(({ command }) => command.includes(word));
  await expect.poll(() => all('--type=renderer').length).toBe(1);
  for (const { pid } of all('/lanline').filter(({ command }) => !command.includes('--type=')))
    process.kill(pid, 'SIGTERM');
  await expect.poll(() => processesOf(user)).toEqual([]);
}

/** As a person does; what the packages need comes from Debian where it is not here. */
export async function install(machine: Machine, { app, server }: Packages): Promise<void> {
  const how = ['-qy', '--no-install-recommends', '-o', 'DPkg::Options::=--force-unsafe-io'];
  const apt = () => machine.run('apt-get', 'install', ...how, `/mnt/${app}`, `/mnt/${server}`);
  await apt().catch(async () => {
    await machine.run('apt-get', 'update', '-q');
    await apt();
  });
}

/** What people and the system itself write. */
export const writtenByOthers =
  /^\/((home|root|tmp|run|var\/(lib\/(dpkg|apt)|log|cache))\/|etc\/ld\.so\.cache$|usr\/share\/.*\/(mimeinfo|icon-theme)\.cache$)/;

/** Without those of packages that are still installed. */
export async function ownedByNobody(machine: Machine, files: string[]): Promise<string[]> {
  const script = 'for each; do dpkg -S "$each" >/dev/null 2>&1 || echo "$each"; done';
  const lines = await machine.run('sh', '-c', script, 'sh', ...files);
  return lines.split('\n').filter((line) => line !== '');
}
