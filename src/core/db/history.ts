// The history file and what is built on it. It can be replaced while the app runs: what was there is
// set aside, and the next use opens an empty one, also when opening failed before (a full disk).
import { join } from 'node:path';
import { type Failure, Refusal } from '../../shared/errors.ts';
import { refusing } from '../../node/openDatabase.ts';
import { createCollections } from './collections.ts';
import { createEffects } from './effects.ts';
import { createEvents } from './events.ts';
import { openOrSetAside, setAside } from './files.ts';
import { createHeard } from './heard.ts';
import { createLists } from './lists.ts';
import { createMeta } from './meta.ts';
import type { Pending } from './pending.ts';
import { createRows } from './rows.ts';
import { historyDatabase } from './schema.ts';
import { createSeen } from './seen.ts';
import { createStoredLog } from './storedLog.ts';
import { createThreads } from './threads.ts';

type Trouble = 'damaged' | 'another-person';
export type HistoryParts = {
  folder: string;
  me: string;
  /** What waits in the outbox is part of what is shown. */
  pending: Pending;
  notice(failure: Failure): void;
};
export type History = ReturnType<typeof createHistory>;

/** Opens `history.db` in the folder for the person `me`; another person's history is set aside. */
export function createHistory({ folder, me, pending, notice }: HistoryParts) {
  const path = join(folder, 'history.db');
  let open: ReturnType<typeof openParts> | undefined;

  function openParts() {
    const db = openOrSetAside(folder, 'history.db', historyDatabase, notice);
    // What was deleted is overwritten, and not only forgotten.
    db.pragma('secure_delete = ON');
    const log = createStoredLog(db);
    const threads = createThreads(db, me, pending);
    const rows = createRows({ db, me, log, threads, pending });
    return {
      db,
      meta: createMeta(db),
      events: createEvents(db, me),
      log,
      threads,
      rows,
      lists: createLists(db, me, pending),
      collections: createCollections(db, rows, pending),
      seen: createSeen(db, me),
      effects: createEffects({ db, me, rows, pending }),
      heard: createHeard({ db, me, pending, threads }),
    };
  }

  /** The file if it is this person's and readable; else it is set aside and an empty one opened. */
  function openOwn(): ReturnType<typeof openParts> {
    const parts = openParts();
    const trouble = troubleWith(parts);
    if (!trouble) return parts;
    parts.db.close();
    const kept = setAside(path, trouble);
    if (trouble === 'damaged')
      notice({ code: 'HISTORY_DAMAGED', message: `history.db was damaged; kept as ${kept}` });
    return openParts();
  }

  function troubleWith({ db, meta, events }: ReturnType<typeof openParts>): Trouble | undefined {
    try {
      if (refusing(() => meta.owner(me)) !== me) return 'another-person';
      refusing(() => events.understand());
      return undefined;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'STORAGE_DAMAGED') return 'damaged';
      db.close();
      throw error;
    }
  }

  function now(): ReturnType<typeof openParts> {
    open ??= openOwn();
    return open;
  }

  /** Sets the file aside under a name that says why; answers that name. */
  function replace(why: 'damaged' | 'superseded'): string {
    open?.db.close();
    open = undefined;
    return setAside(path, why);
  }

  now();
  return {
    now,
    replace,
    /** All of `work` or nothing of it. */
    transaction: <T>(work: () => T): T => now().db.transaction(work).immediate(),
    close(): void {
      open?.db.close();
      open = undefined;
    },
  };
}
