// The data folder holds a private key, so nobody else enters it.
import { chmodSync, existsSync, readdirSync } from 'node:fs';

/** Closes a folder that is there and empty; one with things in it may be there for others too, and stays as it is. */
export function keepToOneself(folder: string): void {
  if (process.platform === 'win32' || !existsSync(folder)) return;
  if (readdirSync(folder).length === 0) chmodSync(folder, 0o700);
}
