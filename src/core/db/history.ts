// The history file and what is built on it. It can be replaced while the app runs: what was there is
// set aside, and the next use opens an empty one, also when opening failed before (a full disk).
import { join } from 'node:path';
import { type Failure, Refusal } from '../../shared/errors.ts';
import { refusing } from '../../node/openDatabase.ts';
import { createEvents } from './events.ts';
import { openOrSetAside, setAside } from './files.ts';
import { createLists } from './lists.ts';
import { createMeta } from './meta.ts';
import { historyDatabase } from './schema.ts';
import { createTimeline } from './timeline.ts';

type Trouble = 'damaged' | 'another-person';

/** Opens `history.db` in the folder for the person `me`; another person's history is set aside. */
export function createHistory(folder: string, me: string, notice: (failure: Failure) => void) {
  const path = join(folder, 'history.db');
  let open: ReturnType<typeof openParts> | undefined;

  function openParts() {
    const db = openOrSetAside(folder, 'history.db', historyDatabase, notice);
    return {
      db,
      meta: createMeta(db),
      events: createEvents(db, me),
      timeline: createTimeline(db),
      lists: createLists(db, me),
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

  function troubleWith({ db, meta }: ReturnType<typeof openParts>): Trouble | undefined {
    try {
      return refusing(() => meta.owner(me)) === me ? undefined : 'another-person';
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
