// One event into the file: its row, and what it says about messages or about oneself, in whatever order it comes.
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';
import { marksOf } from './marks.ts';
import { createOverlay } from './overlay.ts';
import { createPersonal } from './personal.ts';
import { createUnderstanding } from './understanding.ts';

export function createIntake(db: Db, me: string) {
  const insert = db.prepare(
    `INSERT INTO event
       (conversation, seq, pos, id, author, at, type, body, weight, shown, thread, reply, part, gone) VALUES
       (:conversation, :seq, :pos, :id, :author, :at, :type, :body, :weight, :shown, :thread, :reply, :part, :gone)`,
  );
  const overlay = createOverlay(db, me);
  const personal = createPersonal(db);

  function fold(event: LogEvent): void {
    overlay(event);
    personal(event);
  }

  return {
    store(event: WireEvent, typed = known(event)): void {
      insert.run({ ...event, body: JSON.stringify(event.body), ...marksOf(typed, me) });
      if (typed) fold(typed);
    },
    /** Before anything else is asked of a file that was opened. */
    understand: createUnderstanding(db, me, fold).catchUp,
  };
}
