// Everything the core asks of its files, on one object: it lives on the database thread (worker.ts),
// so that the window never waits for a disk.
import type { Failure } from '../../shared/errors.ts';
import { createHistory, type History } from './history.ts';
import { type Ear, heardCalls } from './heardCalls.ts';
import { listCalls } from './listCalls.ts';
import { outboxCalls } from './outboxCalls.ts';
import { createOutboxFile, type OutboxFile } from './outboxFile.ts';
import { createPending } from './pending.ts';
import { type SyncState, syncCalls } from './syncCalls.ts';
import { timelineCalls } from './timelineCalls.ts';

export type { ApplyResult, Effect } from './effects.ts';
export type { SyncState };

/** The two files, for those who answer from them. */
export type Files = {
  me: string;
  history: History;
  outboxFile: OutboxFile;
  pending: ReturnType<typeof createPending>;
  ear: Ear;
};

export type Database = ReturnType<typeof openDatabase>;

/** Opens history and outbox in `folder`. Throws DATA_FROM_FUTURE, DATA_UNWRITABLE, STORAGE_… */
export function openDatabase(folder: string, me: string) {
  const notices: Failure[] = [];
  const notice = (failure: Failure): void => void notices.push(failure);
  const outboxFile = createOutboxFile(folder, notice);
  const pending = createPending(outboxFile.outbox, me);
  const history = createHistory({ folder, me, pending, notice });
  const files: Files = { me, history, outboxFile, pending, ear: { keywords: null } };

  return {
    /** What was mended, told once. */
    takeNotices: (): Failure[] => notices.splice(0),

    /** After STORAGE_DAMAGED: replaces the file that is damaged, and only that one. */
    mend(): 'outbox' | 'history' {
      if (outboxFile.mend()) return 'outbox';
      const kept = history.replace('damaged');
      notice({ code: 'HISTORY_DAMAGED', message: `history.db was damaged; kept as ${kept}` });
      return 'history';
    },

    ...syncCalls(files),
    ...timelineCalls(files),
    ...listCalls(files),
    ...heardCalls(files),
    ...outboxCalls(files),

    close(): void {
      history.close();
      outboxFile.close();
    },
  };
}
