// Where the tests of one run keep their files. Hundreds of databases that say "on the disk" for every
// message, and are gone a second later, mostly wait for the disk: so it is memory, where a Linux
// machine has plenty. What a test kills it finds again there as well as on a disk.
import { chmodSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
const enough = 3 * 1024 ** 3;

/** @returns {string} a new folder; whoever asked takes it away */
export function makeTestFolder() {
  const folder = mkdtempSync(join(hasMemory() ? memory : tmpdir(), 'lanline-test-'));
  // Some tests act as another user, who has to get to a folder in here.
  chmodSync(folder, 0o711);
  return folder;
}

function hasMemory() {
  if (process.platform !== 'linux' || freemem() < enough) return false;
  try {
    const { bavail, bsize } = statfsSync(memory);
    const mount = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm tmpfs (\S+)/m);
    // As in many containers, where it is small, too.
    return bavail * bsize >= enough && mount !== null && !/\b(noexec|ro)\b/.test(mount[1] ?? '');
  } catch {
    return false;
  }
}
