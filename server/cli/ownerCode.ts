// The code that makes somebody the first owner. The console shows it until there is one, so it lies in
// the data folder for so long; the store knows its hash only.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Code } from '../../src/shared/door.ts';

const pathIn = (folder: string): string => join(folder, 'owner-code');

/** The one that was shown before, or null. */
export function readOwnerCode(folder: string): string | null {
  try {
    return Code.parse(readFileSync(pathIn(folder), 'utf8').trim());
  } catch {
    return null;
  }
}

export function keepOwnerCode(folder: string, code: string): void {
  writeFileAtomic.sync(pathIn(folder), `${code}\n`, { mode: 0o600 });
}

export function forgetOwnerCode(folder: string): void {
  rmSync(pathIn(folder), { force: true });
}
