// The computer that is checked: its interfaces, its small files, its own commands. As functions, so that
// what other systems answer can be tested from recordings.
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { win32 } from 'node:path';

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;
export type Answer = { code: number; out: string };

export type System = {
  platform: NodeJS.Platform;
  /** The program that listens, as firewalls know it: an absolute path. */
  program: string;
  interfaces(): Interfaces;
  /** A file's text; null when it is not there or not for us. */
  read(path: string): Promise<string | null>;
  exists(path: string): Promise<boolean>;
  /** Runs a command, no shell between. Null when there is no such command; throws when it takes too long. */
  run(file: string, args: string[]): Promise<Answer | null>;
};

const timeoutMs = 2500;
/** Bytes of a command's output; Windows' list of firewall rules has some hundred thousand. */
const outputLimit = 4 * 1024 * 1024;

export const thisSystem: System = {
  platform: process.platform,
  program: process.execPath,
  interfaces: networkInterfaces,
  read: (path) => readFile(path, 'utf8').catch(() => null),
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  run,
};

/** Full path of one of Windows' own commands: a file of that name elsewhere in the path is not it. */
export const windowsCommand = (name: string): string =>
  win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', name);

function run(file: string, args: string[]): Promise<Answer | null> {
  const options = {
    encoding: 'utf8' as const,
    timeout: timeoutMs,
    maxBuffer: outputLimit,
    windowsHide: true,
    // Their English is what the parsers know.
    env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
  };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, out) => {
      if (!error) return resolve({ code: 0, out });
      if (error.code === 'ENOENT' || error.code === 'EACCES') return resolve(null);
      if (typeof error.code === 'number') return resolve({ code: error.code, out });
      reject(new Error(`${file}: ${error.killed ? 'no answer in time' : error.message}`));
    });
  });
}
