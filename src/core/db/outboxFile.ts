// The outbox file. When it is damaged, what can still be read of it moves to a new one: nothing
// else in the world has these messages.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Failure } from '../../shared/errors.ts';
import type { Db } from '../../node/openDatabase.ts';
import { openOrSetAside, setAside } from './files.ts';
import { createOutboxStore } from './outbox.ts';
import { outboxDatabase } from './schema.ts';

export function createOutboxFile(folder: string, notice: (failure: Failure) => void) {
  const path = join(folder, 'outbox.db');
  let db: Db | undefined;
  let store: ReturnType<typeof createOutboxStore> | undefined;

  function now(): ReturnType<typeof createOutboxStore> {
    db ??= openOrSetAside(folder, 'outbox.db', outboxDatabase, notice);
    store ??= createOutboxStore(db);
    return store;
  }

  function isSound(): boolean {
    try {
      return db?.pragma('quick_check', { simple: true }) === 'ok';
    } catch {
      return false;
    }
  }

  now();
  return {
    now,
    /** Answers whether the file was damaged, in which case it has been replaced. */
    mend(): boolean {
      if (isSound()) return false;
      close();
      const kept = setAside(path, 'damaged');
      now();
      const saved = db ? salvage(kept, db) : 0;
      const message = `outbox.db was damaged; kept as ${kept}, ${saved} rows saved`;
      notice({ code: 'HISTORY_DAMAGED', message });
      return true;
    },
    close,
  };

  function close(): void {
    db?.close();
    db = store = undefined;
  }
}

/** Copies row by row until one cannot be read; answers how many could. */
function salvage(from: string, to: Db): number {
  const columns = {
    command: ['id', 'conversation', 'name', 'input', 'at', 'state', 'seq', 'error'],
    draft: ['conversation', 'text'],
  };
  let saved = 0;
  for (const [table, names] of Object.entries(columns)) {
    const values = names.map((name) => `:${name}`).join(', ');
    try {
      const damaged = new Database(from, { readonly: true });
      const put = to.prepare(
        `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${values})`,
      );
      for (const row of damaged.prepare(`SELECT ${names.join(', ')} FROM ${table}`).iterate())
        saved += put.run(row).changes;
      damaged.close();
    } catch {
      // The rest of this table is gone; the file is kept for whoever wants to look.
    }
  }
  return saved;
}
