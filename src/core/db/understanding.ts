// What an older version of the app kept without knowing what it was (delivery.md rule 15) gets its
// meaning when a newer one opens the file.
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';
import { marksOf } from './marks.ts';

/** Raised whenever more types of events about messages or of one's own are understood than before. */
const understanding = '1';

export function createUnderstanding(db: Db, me: string, fold: (event: LogEvent) => void) {
  const get = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'understanding'`).pluck();
  const put = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('understanding', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  const others = db.prepare<[], Omit<WireEvent, 'body'> & { body: string; key: number }>(
    `SELECT key, conversation, seq, pos, id, author, at, type, body FROM event WHERE type <> 'message.created'`,
  );
  const mark = db.prepare('UPDATE event SET shown = ? WHERE key = ?');

  return {
    /** Folds once more what is stored; doing it twice changes nothing. */
    catchUp: db.transaction((): void => {
      if (get.get() === understanding) return;
      for (const { key, body, ...event } of others.all()) {
        const typed = known({ ...event, body: JSON.parse(body) as WireEvent['body'] });
        mark.run(marksOf(typed, me).shown, key);
        if (typed) fold(typed);
      }
      put.run(understanding);
    }),
  };
}
