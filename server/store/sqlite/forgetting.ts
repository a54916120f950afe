// What was deleted leaves the disk too, and not only the tables: freed bytes are overwritten, and the
// write-ahead log, which holds every text as it was first written, is emptied.
import type { Db } from '../../../src/node/openDatabase.ts';
import type { WireEvent } from '../../../src/shared/events.ts';

/** What takes texts out of rows that stay. */
const scrubbing: ReadonlySet<string> = new Set(['message.deleted', 'schedule.ended']);

/** On the writing connection. */
export function createForgetting(db: Db) {
  db.pragma('secure_delete = ON');
  const patience = db.pragma('busy_timeout', { simple: true }) as number;
  let owed = false;

  /** Waits for nobody: while somebody reads from the write-ahead log, it is tried again later. */
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
  return {
    /** After each commit, with what it appended. */
    after(events: readonly WireEvent[]): void {
      owed ||= events.some(({ type }) => scrubbing.has(type));
      if (owed) owed = !emptied();
    },
  };
}
