// A backup: the whole database as it stands, in one file of its own, taken while everything goes on.
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openReader } from '../../../src/node/openDatabase.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import { renewEpoch } from './meta.ts';

/** Writes the copy (mode 0600). Throws DATA_UNWRITABLE, also where there is a file already, or STORAGE_FULL. */
export function copyDatabase(path: string, to: string): void {
  // Made first and empty, so that nobody else could ever read it, and nothing is written over.
  closeSync(reserve(to));
  try {
    const source = openReader(path);
    try {
      source.prepare('VACUUM INTO ?').run(to);
    } finally {
      source.close();
    }
    const copy = new Database(to);
    try {
      renewEpoch(copy);
    } finally {
      copy.close();
    }
    const file = openSync(to, 'r+');
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

function reserve(to: string): number {
  try {
    return openSync(to, 'wx', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(
      code === 'ENOSPC' ? 'STORAGE_FULL' : 'DATA_UNWRITABLE',
      code === 'EEXIST' ? `${to} exists` : `cannot write ${to}: ${code}`,
    );
  }
}
