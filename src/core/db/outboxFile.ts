// The outbox file. When it is damaged, what can still be read of it moves to a new one: nothing
// else in the world has these messages.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Failure } from '../../shared/errors.ts';
import type { Db } from '../../node/openDatabase.ts';
import { createDrafts } from './drafts.ts';
import { openOrSetAside, setAside } from './files.ts';
import { createOutboxStore } from './outbox.ts';
import { outboxDatabase } from './schema.ts';

type Parts = {
  db: Db;
  outbox: ReturnType<typeof createOutboxStore>;
  drafts: ReturnType<typeof createDrafts>;
};

export type OutboxFile = ReturnType<typeof createOutboxFile>;

export function createOutboxFile(folder: string, notice: (failure: Failure) => void) {
  const path = join(folder, 'outbox.db');
  let parts: Parts | undefined;

  function now(): Parts {
    if (parts) return parts;
    const db = openOrSetAside(folder, 'outbox.db', outboxDatabase, notice);
    parts = { db, outbox: createOutboxStore(db), drafts: createDrafts(db) };
    return parts;
  }

  function isSound(): boolean {
    try {
      return parts?.db.pragma('quick_check', { simple: true }) === 'ok';
    } catch {
      return false;
    }
  }

  now();
  return {
    outbox: () => now().outbox,
    drafts: () => now().drafts,
    /** All of `work` or nothing of it. */
    transaction<T>(work: () => T): T {
      const { db, outbox } = now();
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        outbox.forget();
        throw error;
      }
    },
    /** Answers whether the file was damaged, in which case it has been replaced. */
    mend(): boolean {
      if (isSound()) return false;
      close();
      const kept = setAside(path, 'damaged');
      const saved = salvage(kept, now().db);
      const message = `outbox.db was damaged; kept as ${kept}, ${saved} rows saved`;
      notice({ code: 'HISTORY_DAMAGED', message });
      return true;
    },
    close,
  };

  function close(): void {
    parts?.db.close();
    parts = undefined;
  }
}

/** Copies row by row until one cannot be read; answers how many could. */
function salvage(from: string, to: Db): number {
  const columns = {
    command: ['id', 'conversation', 'name', 'input', 'at', 'state', 'landed', 'seq', 'error'],
    draft: ['conversation', 'thread', 'text', 'reply'],
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
