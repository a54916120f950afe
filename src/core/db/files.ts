// Opening the client's databases; a damaged file is set aside under another name, never deleted (I14).
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseKind, type Db, openDatabase } from '../../node/openDatabase.ts';
import { fileStamp } from '../fileStamp.ts';
import { type Failure, Refusal } from '../../shared/errors.ts';

/** Opens the file in `folder`; when it is damaged, sets it aside, starts an empty one and says so through `notice`. */
export function openOrSetAside(
  folder: string,
  file: string,
  kind: DatabaseKind,
  notice: (failure: Failure) => void,
): Db {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  try {
    return openDatabase(path, kind);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'STORAGE_DAMAGED') throw error;
    const kept = setAside(path, 'damaged');
    notice({
      code: 'HISTORY_DAMAGED',
      message: `${file} was damaged (${error.message}); kept as ${kept}`,
    });
    return openDatabase(path, kind);
  }
}

/** Renames a closed database with its WAL; answers the new path. */
export function setAside(path: string, why: string): string {
  const kept = `${path}.${why}-${fileStamp()}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  return kept;
}
