// The packages on this computer: in a folder that nobody else may write to, so that what was checked is what is
// installed.
import { chmod, lstat, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../../node/fileHash.ts';
import { Refusal } from '../../shared/errors.ts';
import type { UpdateFile } from '../../shared/updates.ts';

/** What stays free beside a package, bytes: room for installing it. */
const roomBytes = 64 * 1024 ** 2;

export type Packages = ReturnType<typeof keepPackages>;

export function keepPackages(folder: string) {
  /** Named after what it must become: what is left of another file is not gone on with. */
  const partOf = ({ url, sha512 }: UpdateFile): string =>
    join(folder, `${Buffer.from(sha512, 'base64').toString('hex').slice(0, 16)}-${url}.part`);

  return {
    pathOf: ({ url }: UpdateFile): string => join(folder, url),
    partOf,
    /** Makes the folder, for this person alone. Throws DATA_UNWRITABLE, STORAGE_FULL. */
    async prepare(): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unwritable);
      await requirePrivate(folder);
    },
    /** Throws STORAGE_FULL where so many bytes do not fit. */
    async requireRoom(bytes: number): Promise<void> {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < bytes + roomBytes)
        throw new Refusal('STORAGE_FULL', `${bytes} bytes do not fit on the disk of ${folder}`);
    },
    /** Throws UPDATE_DAMAGED for a file that is not what was signed; nothing of it is kept. */
    async check(path: string, { size, sha512 }: UpdateFile): Promise<void> {
      const isWhole =
        (await sizeOf(path)) === size && (await hashFile(path, 'sha512', 'base64')) === sha512;
      if (isWhole) return;
      await rm(path, { force: true });
      throw new Refusal('UPDATE_DAMAGED', `${path} is not what was signed`);
    },
    /** Takes away whatever is not of this package; of none: everything. */
    async keepOnly(file: UpdateFile | null): Promise<void> {
      const kept = file ? [join(folder, file.url), partOf(file)] : [];
      for (const name of await readdir(folder).catch((): string[] => []))
        if (!kept.includes(join(folder, name)))
          await rm(join(folder, name), { recursive: true, force: true });
    },
    requirePrivate: () => requirePrivate(folder),
  };
}

/** Bytes; 0 for what is not there, or is no plain file. */
export async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() ? found.size : 0;
}

/** What was thrown while writing, in our words. */
export function unwritable(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new Refusal('STORAGE_FULL', String(error));
  if (/^E(ACCES|PERM|ROFS|NOTDIR|EXIST|ISDIR|LOOP)$/.test(code))
    throw new Refusal('DATA_UNWRITABLE', String(error));
  throw error;
}

async function requirePrivate(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await chmod(folder, 0o700).catch(unwritable);
  const [itself, behind] = [await lstat(folder), await stat(folder)];
  const isOurs = itself.isDirectory() && behind.uid === process.getuid?.();
  if (!isOurs) throw new Refusal('DATA_UNWRITABLE', `${folder} is not this person's own`);
}
