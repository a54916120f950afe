// A cold start: nothing of the program's files is in the system's memory.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives back what the system holds of the files below these folders, as `dd` can for one's own files. What a running
 * program has mapped stays. Answers how many files it was asked for; 0 where the system cannot.
 */
export function forgetFiles(folders: readonly string[]): number {
  if (process.platform !== 'linux') return 0;
  const files = folders.flatMap((folder) => filesBelow(folder));
  spawnSync('sync');
  for (const file of files)
    spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  return files.length;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
