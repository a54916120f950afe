// A small disk of the test's own, to fill or to write-protect. Only Linux's root can have one.
import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './folder.ts';

const mount = (path: string, options: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
const unmount = (path: string): boolean => spawnSync('umount', [path]).status === 0;

/** Whether this machine lets the test mount one: being root does not suffice in a container. */
export const canMountDisks = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = temporaryFolder();
  const mounted = mount(folder.path, 'size=64k') && unmount(folder.path);
  folder.remove();
  return mounted;
})();

/** Mounts one with these options of tmpfs; gone when the test is over, so close its files before. */
export function testDisk(options: string): string {
  const folder = temporaryFolder();
  if (!mount(folder.path, options)) throw new Error(`cannot mount a disk at ${folder.path}`);
  onTestFinished(async () => {
    // What a program started for itself ends a moment after it.
    await eventually(() => {
      if (!unmount(folder.path)) throw new Error(`${folder.path} is still in use`);
    });
    folder.remove();
  });
  return folder.path;
}

/** Leaves no byte free; the answer gives the room back. */
export function fillDisk(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  for (let size = 4096; size > 0; size = freeBytes(disk))
    try {
      writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      // Whoever else writes there took some of it first.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  return () => rmSync(ballast);
}

const freeBytes = (disk: string): number => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
