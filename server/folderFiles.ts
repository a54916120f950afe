// Files in a folder that anybody may be given: plain files under their own names. Nothing that begins with a dot, and
// no link, because that may lead out.
import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';

export type FoundFile = { path: string; size: number; modified: Date; version: string };

/** What there is below `folder`; `directory`: a folder, of which nothing else is said. Null for what may not be given. */
export async function findFile(
  folder: string,
  names: readonly string[],
): Promise<FoundFile | 'directory' | null> {
  if (!names.every(isPlainName)) return null;
  try {
    const root = await realpath(folder);
    const path = join(root, ...names);
    // A link, or another spelling where the file system knows several, is another path.
    if ((await realpath(path)) !== path) return null;
    const found = await lstat(path);
    if (found.isDirectory()) return 'directory';
    if (!found.isFile()) return null;
    await access(path, constants.R_OK);
    const { size, mtime: modified } = found;
    return { path, size, modified, version: `${size}-${found.mtimeMs}-${found.ino}` };
  } catch {
    return null;
  }
}

/** One name of one file: no path, and nothing that is hidden. */
const isPlainName = (name: string): boolean => /^[^./\\\0:][^/\\\0:]*$/.test(name);
