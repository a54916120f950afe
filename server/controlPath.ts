// Where a running server listens for the commands of its own computer. Whoever may enter the data
// folder may give them; nobody else.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Bytes that the systems allow in a socket's path: 108 on Linux, 104 elsewhere, with a zero at the end. */
const longest = 103;
const notePath = (folder: string): string => join(folder, 'control.path');

/** The path to listen on, and how to clean up behind it. A stale one of a killed server is taken away. */
export function makeControlPath(folder: string): { path: string; remove: () => void } {
  removeControl(folder);
  const near = nearPath(folder);
  if (near !== null) return { path: near, remove: () => removeControl(folder) };
  const far = farPath();
  // A name that cannot be guessed, so that nobody else can have taken it before.
  writeFileAtomic.sync(notePath(folder), far, { mode: 0o600 });
  return { path: far, remove: () => removeControl(folder) };
}

/** Where a server on this folder listens, if one runs; null where none could have. */
export function findControlPath(folder: string): string | null {
  try {
    return readFileSync(notePath(folder), 'utf8');
  } catch {
    return nearPath(folder);
  }
}

/** In the folder itself, where the system allows it. */
function nearPath(folder: string): string | null {
  const path = join(folder, 'control.sock');
  return process.platform !== 'win32' && Buffer.byteLength(path) <= longest ? path : null;
}

function farPath(): string {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\lanline-${randomBytes(16).toString('hex')}`;
  // A folder that only this user may enter.
  return join(mkdtempSync(join(tmpdir(), 'lanline-')), 'control.sock');
}

function removeControl(folder: string): void {
  const path = findControlPath(folder);
  if (path !== null && process.platform !== 'win32') {
    rmSync(path, { force: true });
    if (dirname(path) !== folder) removeIfEmpty(dirname(path));
  }
  rmSync(notePath(folder), { force: true });
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Gone already, or somebody else's by now.
  }
}
