// Opens an SQLite file the one way core and server both rely on: durable, migrated, refused if foreign.
import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Refusal, type ErrorCode } from '../shared/errors.ts';

export type Db = Database.Database;

export type DatabaseKind = {
  /** Written into the file's header, so that another program's database is never taken for ours. */
  applicationId: number;
  /** SQL from one version to the next; the file's `user_version` counts how many have run. */
  migrations: readonly string[];
};

/**
 * Opens (or makes) the database with WAL and `synchronous=FULL`: a COMMIT that returned survives a power cut.
 * Each migration is one transaction, so a kill in between leaves the old schema whole (K8).
 * Throws a `Refusal`: DATA_FROM_FUTURE (file untouched), STORAGE_DAMAGED, DATA_UNWRITABLE, STORAGE_FULL, STORAGE_BUSY.
 */
export function openDatabase(path: string, kind: DatabaseKind): Db {
  return refusing(() => {
    const db = new Database(path, { timeout: 5000 });
    try {
      checkOrigin(db, kind);
      chmodSync(path, 0o600);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      migrate(db, kind);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A second connection on a file that `openDatabase` has already prepared; it cannot write. */
export function openReader(path: string): Db {
  return refusing(() => new Database(path, { readonly: true, timeout: 5000 }));
}

function checkOrigin(db: Db, { applicationId, migrations }: DatabaseKind): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  const owner = db.pragma('application_id', { simple: true }) as number;
  const empty =
    (db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n === 0;
  if (!empty && owner !== applicationId)
    throw new Refusal('STORAGE_DAMAGED', `${db.name} is not a Lanline database`);
  if (version > migrations.length)
    throw new Refusal(
      'DATA_FROM_FUTURE',
      `${db.name} has schema ${version}, newer than ${migrations.length}`,
    );
}

function migrate(db: Db, { applicationId, migrations }: DatabaseKind): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  for (const [index, sql] of migrations.entries()) {
    if (index < from) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

const codes: [prefix: string, code: ErrorCode][] = [
  ['SQLITE_FULL', 'STORAGE_FULL'],
  ['SQLITE_BUSY', 'STORAGE_BUSY'],
  ['SQLITE_LOCKED', 'STORAGE_BUSY'],
  ['SQLITE_IOERR', 'STORAGE_BUSY'],
  ['SQLITE_CORRUPT', 'STORAGE_DAMAGED'],
  ['SQLITE_NOTADB', 'STORAGE_DAMAGED'],
  ['SQLITE_READONLY', 'DATA_UNWRITABLE'],
  ['SQLITE_CANTOPEN', 'DATA_UNWRITABLE'],
  ['SQLITE_PERM', 'DATA_UNWRITABLE'],
];

/** SQLite's error as a `Refusal`; anything else as it is. */
export function storageRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error;
  const { code } = error;
  const found = codes.find(([prefix]) => code.startsWith(prefix));
  return found ? new Refusal(found[1], error.message) : error;
}

/** Runs `work`, turning SQLite's own errors into `Refusal`s. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageRefusal(error);
  }
}
