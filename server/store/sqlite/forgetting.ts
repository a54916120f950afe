// What was deleted leaves the disk too, and not only the tables: freed bytes are overwritten, and the
// write-ahead log, which holds every text as it was first written, is emptied.
import type { Db } from '../../../src/node/openDatabase.ts';
import type { WireEvent } from '../../../src/shared/events.ts';

/** What takes texts out of rows that stay. */
const scrubbing: ReadonlySet<string> = new Set(['message.deleted', 'schedule.ended']);

const again = { afterMs: 1000, times: 60 } as const;

/** On the writing connection; to be closed before it. */
export function createForgetting(db: Db) {
  db.pragma('secure_delete = ON');
  const patience = db.pragma('busy_timeout', { simple: true }) as number;
  let owed = false;
  let timer: NodeJS.Timeout | undefined;

  /** Waits for nobody: while somebody reads from the write-ahead log, or a commit is under way, it is tried again later. */
  function emptied(): boolean {
    db.pragma('busy_timeout = 0');
    try {
      const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return result?.busy === 0;
    } catch {
      // What was committed stays so, whatever becomes of this.
      return false;
    } finally {
      db.pragma(`busy_timeout = ${patience}`);
    }
  }

  /** Whoever reads for longer than all these times is left to the next commit. */
  function settle(times: number): void {
    clearTimeout(timer);
    owed = !emptied();
    if (owed && times > 0) timer = setTimeout(settle, again.afterMs, times - 1).unref();
  }
  return {
    /** After each commit, with what it appended. */
    after(events: readonly WireEvent[]): void {
      owed ||= events.some(({ type }) => scrubbing.has(type));
      if (owed) settle(again.times);
    },
    close(): void {
      clearTimeout(timer);
    },
  };
}
