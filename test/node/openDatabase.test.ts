import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  type DatabaseKind,
  openDatabase,
  openReader,
  refusing,
} from '../../src/node/openDatabase.ts';
import { testFolder } from '../support/folder.ts';

const first = 'CREATE TABLE note (text TEXT NOT NULL) STRICT';
const second = `ALTER TABLE note ADD COLUMN at INTEGER; INSERT INTO note VALUES ('migrated', 2)`;
const kind = (...migrations: string[]): DatabaseKind => ({ applicationId: 0x4c4c5454, migrations });

const newPath = (): string => join(testFolder(), 'notes.db');
const columns = (path: string): unknown[] => {
  const db = new Database(path, { readonly: true });
  const names = db.prepare("SELECT name FROM pragma_table_info('note')").pluck().all();
  db.close();
  return names;
};
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

describe('a new database', () => {
  test('is durable, ours and has the newest schema', () => {
    const path = newPath();
    const db = openDatabase(path, kind(first, second));
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('application_id')).toBe(0x4c4c5454);
    expect(pragma('user_version')).toBe(2);
    db.close();
  });

  test.skipIf(process.platform === 'win32')("is nobody else's to read", () => {
    const path = newPath();
    openDatabase(path, kind(first)).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('can be read by a second connection that cannot write', () => {
    const path = newPath();
    const db = openDatabase(path, kind(first));
    const reader = openReader(path);
    db.exec("INSERT INTO note VALUES ('x')");
    expect(reader.prepare('SELECT text FROM note').pluck().all()).toEqual(['x']);
    expect(() => reader.exec("INSERT INTO note VALUES ('y')")).toThrow('readonly');
    reader.close();
    db.close();
  });
});

describe('migrations', () => {
  test('run once each, from the version the file has', () => {
    const path = newPath();
    openDatabase(path, kind(first)).close();
    openDatabase(path, kind(first, second)).close();
    const db = openDatabase(path, kind(first, second));
    expect(db.prepare('SELECT text FROM note').pluck().all()).toEqual(['migrated']);
    db.close();
  });

  test('that break off leave the old schema whole, and run again later', () => {
    const path = newPath();
    openDatabase(path, kind(first)).close();
    expect(() => openDatabase(path, kind(first, `${second}; SELECT nonsense`))).toThrow('nonsense');
    expect(columns(path)).toEqual(['text']);
    openDatabase(path, kind(first, second)).close();
    expect(columns(path)).toEqual(['text', 'at']);
  });

  // K8: the process ends inside the migration, as a power cut would end it.
  test('that a kill ends leave the old schema whole', () => {
    const path = newPath();
    openDatabase(path, kind(first)).close();
    const script = `
      import Database from 'better-sqlite3';
      import { openDatabase } from ${JSON.stringify(new URL('../../src/node/openDatabase.ts', import.meta.url).href)};
      // The migration's last statement calls a function that ends the process the hard way.
      const prototype = Object.getPrototypeOf(new Database(':memory:'));
      const exec = prototype.exec;
      prototype.exec = function (sql) {
        this.function('die', () => process.kill(process.pid, 'SIGKILL'));
        return exec.call(this, sql);
      };
      openDatabase(${JSON.stringify(path)}, ${JSON.stringify(kind(first, `${second}; SELECT die()`))});`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
    });
    expect(child.signal, child.stderr).toBe('SIGKILL');
    expect(columns(path)).toEqual(['text']);
    openDatabase(path, kind(first, second)).close();
    expect(columns(path)).toEqual(['text', 'at']);
  });
});

describe('a file that is refused', () => {
  test('from a newer version stays as it is, byte for byte', () => {
    const path = newPath();
    openDatabase(path, kind(first, second)).close();
    const before = readFileSync(path);
    expect(() => openDatabase(path, kind(first))).toThrow(refusal('DATA_FROM_FUTURE'));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('of another program stays as it is', () => {
    const path = newPath();
    const foreign = new Database(path);
    foreign.exec('CREATE TABLE recipe (name TEXT)');
    foreign.close();
    const before = readFileSync(path);
    expect(() => openDatabase(path, kind(first))).toThrow(refusal('STORAGE_DAMAGED'));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('that is no database at all stays as it is', () => {
    const path = newPath();
    writeFileSync(path, 'Dear diary, '.repeat(500));
    expect(() => openDatabase(path, kind(first))).toThrow(refusal('STORAGE_DAMAGED'));
    expect(readFileSync(path, 'utf8')).toBe('Dear diary, '.repeat(500));
  });

  test('with a damaged page is reported when the page is read', () => {
    const path = newPath();
    openDatabase(path, kind(first)).close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 200);
    writeFileSync(path, bytes);
    expect(() => openDatabase(path, kind(first))).toThrow(refusal('STORAGE_DAMAGED'));
  });

  test('because it is a folder', () => {
    expect(() => openDatabase(testFolder(), kind(first))).toThrow(refusal('DATA_UNWRITABLE'));
  });

  test('because somebody else is writing', () => {
    const path = newPath();
    const holder = openDatabase(path, kind(first));
    holder.exec('BEGIN IMMEDIATE');
    const other = new Database(path, { timeout: 0 });
    expect(() => refusing(() => other.exec('BEGIN IMMEDIATE'))).toThrow(refusal('STORAGE_BUSY'));
    other.close();
    holder.close();
  });
});

test('an empty file is a new database: its first start was cut short', () => {
  const path = newPath();
  writeFileSync(path, '');
  openDatabase(path, kind(first)).close();
  expect(columns(path)).toEqual(['text']);
});

test('a copy of the file alone is the whole database after a close', () => {
  const path = newPath();
  const db = openDatabase(path, kind(first));
  db.exec("INSERT INTO note VALUES ('kept')");
  db.close();
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  const reader = openReader(copy);
  expect(reader.prepare('SELECT text FROM note').pluck().get()).toBe('kept');
  reader.close();
});
