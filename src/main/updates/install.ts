// Hands a package that was checked to what installs it on this system. What needs an administrator is asked for by the
// system, never by us; where that is not possible or not wanted, the person is told what to type.
import { spawn } from 'node:child_process';
import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import type { Installed } from '../../core/updates/port.ts';
import { Refusal } from '../../shared/errors.ts';
import type { InstallKind } from '../../shared/updates.ts';

export type Ending = {
  /** Starts the app again as it was started, or this program instead, and ends it. */
  restart(program?: string): void;
  quit(): void;
};

/** Throws INSTALL_FAILED, STORAGE_FULL. */
export async function installPackage(
  file: string,
  kind: InstallKind,
  { restart, quit }: Ending,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Installed> {
  switch (kind) {
    case 'deb':
      return installDeb(file, restart, env);
    case 'AppImage':
      return replaceAppImage(file, env['APPIMAGE'] ?? '', restart);
    case 'nsis':
      await startInstaller(file);
      quit();
      return { next: 'restarting' };
    case 'dmg': {
      const { code, said } = await run('open', [file], env);
      if (code !== 0) throw new Refusal('INSTALL_FAILED', `open: ${said}`);
      return { next: 'byHand', command: null };
    }
  }
}

/** What pkexec answers when the person said no, or nobody could be asked. */
const notAllowed: ReadonlySet<number | null> = new Set([126, 127]);

async function installDeb(
  file: string,
  restart: Ending['restart'],
  env: NodeJS.ProcessEnv,
): Promise<Installed> {
  const byHand: Installed = { next: 'byHand', command: `sudo apt install ${quoted(file)}` };
  // Whatever it would take away is not ours to decide about.
  const args = ['apt-get', 'install', '--yes', '--no-remove', '--', file];
  const { code, said } = await run('pkexec', args, env);
  if (code === null || notAllowed.has(code)) return byHand;
  if (code !== 0) throw new Refusal('INSTALL_FAILED', `apt-get ended with ${code}: ${said}`);
  restart();
  return { next: 'restarting' };
}

/** The new one is whole before it stands where the old one was; what runs goes on with the old one until it ends. */
async function replaceAppImage(
  file: string,
  target: string,
  restart: Ending['restart'],
): Promise<Installed> {
  const beside = `${target}.new`;
  try {
    await copyFile(file, beside);
    await chmod(beside, 0o755);
    const written = await open(beside);
    await written.sync();
    await written.close();
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Refusal('STORAGE_FULL', String(error));
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code))
      throw new Refusal('INSTALL_FAILED', String(error));
    return {
      next: 'byHand',
      command: `sudo install -m 755 ${quoted(file)} ${quoted(target)}`,
    };
  }
  restart(target);
  return { next: 'restarting' };
}

/** As electron-updater starts it: it waits for the app to end, and starts the new one. */
function startInstaller(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--updated', '--force-run'];
    const child = spawn(file, args, { detached: true, stdio: 'ignore' });
    child.once('error', (error) => reject(new Refusal('INSTALL_FAILED', String(error))));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

type Run = { /** Null: there is no such program. */ code: number | null; said: string };

function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${String(chunk)}`.slice(-2000)));
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() }));
  });
}

/** For a shell. */
const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
