// A copy of everything on its way out: never left in a file where it was made.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Store } from './store/store.ts';

export type Backup = { bytes: number; content: Readable };

/** Made in the data folder, the one place where a server may surely write. Throws as the store's. */
export async function openBackup(store: Pick<Store, 'backup'>, folder: string): Promise<Backup> {
  const path = join(folder, `backup-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await store.backup(path);
    const file = await open(path);
    const { size } = await file.stat();
    return { bytes: size, content: file.createReadStream() };
  } finally {
    // It can be read to its end all the same.
    rmSync(path, { force: true });
  }
}
