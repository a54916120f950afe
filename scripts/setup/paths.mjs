// Where things are: the checkout, and the cache that outlives it.
import { createHash } from 'node:crypto';
import { homedir, platform, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * Downloads are kept outside the checkout, so that a second clone, or a cleaned one, does not
 * fetch 120 MB again.
 */
export function cacheFolder() {
  const { LANLINE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (LANLINE_CACHE) return LANLINE_CACHE;
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches', 'lanline');
  if (platform() === 'win32') {
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'lanline', 'Cache');
  }
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'lanline');
}

/** One lock per checkout and person: two clones may be set up at the same time. */
export function lockFile() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return join(tmpdir(), `lanline-setup-${userInfo().username}-${name}.lock`);
}
