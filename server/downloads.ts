// What the administrator put into the folder `downloads`: installers, mostly. Listed with what proves that a copy is
// whole.
import { readdir } from 'node:fs/promises';
import { setTimeout as passed } from 'node:timers/promises';
import { hashFile } from '../src/node/fileHash.ts';
import { findFile, type FoundFile } from './folderFiles.ts';

export type Download = {
  name: string;
  /** Bytes. */
  size: number;
  /** In hex; null while it is being computed. */
  sha256: string | null;
};

export type Downloads = ReturnType<typeof createDownloads>;

/** How long a list waits for what is computed: whoever comes first must not wait for gigabytes. Milliseconds. */
const patienceMs = 400;

export function createDownloads(folder: string) {
  /** By path, of the file as it was. */
  const hashes = new Map<string, { version: string; hash: Promise<string | null> }>();
  let last: Promise<unknown> = Promise.resolve();

  function hashOf({ path, version }: FoundFile): Promise<string | null> {
    const known = hashes.get(path);
    if (known?.version === version) return known.hash;
    // One after the other: a folder of installers must not keep every thread of the pool busy.
    const hash = last.then(() => compute(path));
    last = hash;
    hashes.set(path, { version, hash });
    return hash;
  }

  return {
    find: (name: string) => findFile(folder, [name]),
    /** By name; empty where there is no such folder. */
    async list(): Promise<Download[]> {
      const names = await readdir(folder).catch((): string[] => []);
      const wait = passed(patienceMs, null, { ref: false });
      const all = names.toSorted().map(async (name): Promise<Download | null> => {
        const file = await findFile(folder, [name]);
        if (file === null || file === 'directory') return null;
        return { name, size: file.size, sha256: await Promise.race([hashOf(file), wait]) };
      });
      return (await Promise.all(all)).filter((one) => one !== null);
    },
  };
}

/** Null for what cannot be read. */
const compute = (path: string): Promise<string | null> =>
  hashFile(path, 'sha256', 'hex').catch(() => null);
