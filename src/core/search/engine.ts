// The search thread's own object: the index, and the history it follows. Either file may be replaced under it;
// a damaged index is set aside and made anew, because everything in it can be.
import { basename, join } from 'node:path';
import { type Db, openDatabase, refusing } from '../../node/openDatabase.ts';
import { Refusal } from '../../shared/errors.ts';
import { isEmptySearch, parseSearch } from '../../shared/searchQuery.ts';
import { openOrSetAside, setAside } from '../db/files.ts';
import { createFinder, type Found } from './find.ts';
import { followOnce, missingIn, takeLatest } from './follow.ts';
import { createIndex } from './indexFile.ts';
import { planOf } from './plan.ts';
import { searchDatabase } from './schema.ts';
import { fileAt, openSource } from './source.ts';

export type Asked = {
  query: string;
  conversation?: string | undefined;
  next: string | null;
  limit: number;
};
export type Answer = { found: Found[]; next: string | null; missing: number };

export function createEngine(folder: string, me: string) {
  const path = join(folder, 'search.db');
  const historyPath = join(folder, 'history.db');
  type Parts = ReturnType<typeof openParts>;
  let parts: Parts | undefined;

  function openParts() {
    const db = openIndexFile();
    const source = openSource(historyPath, me);
    const index = createIndex(db);
    return { db, source, index, find: createFinder(index, source) };
  }

  /** Nobody needs to hear that a damaged index, or one of a newer version, is set aside: nothing is lost. */
  function openOrNew(): Db {
    try {
      return openOrSetAside(folder, basename(path), searchDatabase, () => undefined);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'DATA_FROM_FUTURE') throw error;
      setAside(path, 'newer');
      return openDatabase(path, searchDatabase);
    }
  }

  function openIndexFile(): Db {
    const db = openOrNew();
    // After a power cut it may lack what came last, which is then followed again.
    db.pragma('synchronous = NORMAL');
    db.pragma('cache_size = -16384');
    return db;
  }

  /** Undefined while there is no history to search. */
  function now(): Parts | undefined {
    const there = fileAt(historyPath);
    if (parts && parts.source.file !== there) close();
    if (there === undefined) return undefined;
    parts ??= openParts();
    return parts.source.identity() === undefined ? undefined : parts;
  }

  function close(): void {
    parts?.source.close();
    parts?.db.close();
    parts = undefined;
  }

  function isSound(): boolean {
    try {
      const db = openIndexFile();
      try {
        return db.pragma('integrity_check(1)', { simple: true }) === 'ok';
      } finally {
        db.close();
      }
    } catch {
      return false;
    }
  }

  /** Does it once more with a new index when this one turns out to be damaged. */
  function mending<T>(work: () => T): T {
    try {
      return refusing(work);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'STORAGE_DAMAGED') throw error;
      close();
      // A damaged history is its own thread's business: it is replaced there, and followed anew here.
      if (isSound()) throw error;
      setAside(path, 'damaged');
      return refusing(work);
    }
  }

  function answer({ index, source, find }: Parts, asked: Asked): Answer {
    const { query, conversation, next, limit } = asked;
    if (next === null) takeLatest(index, source);
    const missing = missingIn(index, source);
    const wanted = !isEmptySearch(parseSearch(query));
    const plan = wanted ? planOf(query, conversation, index, source, me) : null;
    if (!plan) return { found: [], next: null, missing };
    const page = find(plan, placeOf(next), limit);
    return { found: page.found, next: page.next === null ? null : String(page.next), missing };
  }

  return {
    /** Takes one step; answers whether there is more to do. */
    follow: (): boolean =>
      mending(() => {
        const open = now();
        if (!open) return false;
        const { index, source } = open;
        return source.reading(() => followOnce(index, source)) || index.purge();
      }),

    find: (asked: Asked): Answer =>
      mending(() => {
        const open = now();
        if (!open) return { found: [], next: null, missing: 0 };
        return open.source.reading(() => answer(open, asked));
      }),

    /** Lets go of both files; what is asked next opens them again. */
    close,
  };
}

function placeOf(next: string | null): number | null {
  const place = next === null || !/^-?\d{1,16}$/.test(next) ? null : Number(next);
  return Number.isSafeInteger(place) ? place : null;
}
