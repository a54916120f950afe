// The data folder holds a private key, so nobody else enters it; and whoever runs the server can.
import { chmodSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

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

/** What root did in a service's folder must not lock the service out: its files go to the folder's owner. */
export function giveToOwner(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    // Never through a link: where it leads is the service's choice, and we are root.
    if (entry.isFile()) lchownSync(join(folder, entry.name), uid, gid);
}
