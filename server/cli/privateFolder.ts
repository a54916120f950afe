// The data folder holds a private key, so nobody else enters it.
import { chmodSync, readdirSync } from 'node:fs';

/**
 * Closes a folder that is there and empty; one with things in it may be there for others too, and stays as it is. What
 * cannot be done here is said by whoever opens the folder next.
 */
export function keepToOneself(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    if (readdirSync(folder).length === 0) chmodSync(folder, 0o700);
  } catch {
    // Not there yet, no folder, or not ours.
  }
}
