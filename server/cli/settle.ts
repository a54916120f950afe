// A file under its final name is a whole one, also after a power cut.
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Renames a file so that it is durably there, or not at all. */
export async function settle(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  await file.sync();
  await file.close();
  await rename(from, to);
  // Windows has no such thing as writing a folder to disk.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(to));
  await folder.sync();
  await folder.close();
}
