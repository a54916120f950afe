// One server per data folder (I18). SQLite's own lock is used because the system frees it
// whatever way the process ends: there is no stale lock to clean up after a kill.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Refusal } from '../src/shared/errors.ts';

/**
 * Takes the folder, making it if needed; the answer gives it back.
 * Throws DATA_IN_USE, DATA_UNWRITABLE or STORAGE_FULL.
 */
export function lockFolder(folder: string): () => void {
  let db: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new Database(join(folder, 'lock.db'), { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY'))
      throw new Refusal('DATA_IN_USE', `another server uses ${folder}`);
    if (code === 'SQLITE_FULL' || code === 'ENOSPC')
      throw new Refusal('STORAGE_FULL', `no room left in ${folder}`);
    throw new Refusal('DATA_UNWRITABLE', `cannot write in ${folder}: ${code || String(error)}`);
  }
  const held = db;
  return () => void held.close();
}
