// The stored log, read: pages of what a conversation or a thread shows, and single events.
import type { WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

type Row = Omit<WireEvent, 'body'> & { body: string };

/** What an opened conversation shows above and below the unread line. */
const aboveUnread = 30;
const belowUnread = 60;
/** Where everything is read: a screen or two, which stand there at once. What is above them follows by itself. */
const newest = 40;

const parse = (row: Row): WireEvent => ({
  ...row,
  body: JSON.parse(row.body) as WireEvent['body'],
});

export type StoredLog = ReturnType<typeof createStoredLog>;

export function createStoredLog(db: Db) {
  const columns = 'conversation, seq, pos, id, author, at, type, body';
  // Named, because the planner would rather read everything in order and throw most of it away.
  const shown = `SELECT ${columns} FROM event INDEXED BY event_shown WHERE conversation = ? AND shown = 1`;
  const before = db.prepare<[string, number, number], Row>(
    `${shown} AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const after = db.prepare<[string, number, number], Row>(
    `${shown} AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const edges = db.prepare<[string, string], { first: number | null; last: number | null }>(
    `SELECT (SELECT min(seq) FROM event INDEXED BY event_shown WHERE conversation = ? AND shown = 1) AS first,
       (SELECT max(seq) FROM event INDEXED BY event_shown WHERE conversation = ? AND shown = 1) AS last`,
  );
  const firstUnread = db
    .prepare<[string, number], number | null>(
      `SELECT seq FROM event INDEXED BY event_shown
       WHERE conversation = ? AND shown = 1 AND seq > ? AND weight > 0 ORDER BY seq LIMIT 1`,
    )
    .pluck();
  const threadBefore = db.prepare<[string, number, number, number], Row>(
    `SELECT ${columns} FROM event INDEXED BY event_thread
     WHERE conversation = ? AND thread = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const at = db.prepare<{ conversation: string; seqs: string }, Row>(
    `SELECT ${columns} FROM event
     WHERE conversation = :conversation AND seq IN (SELECT value FROM json_each(:seqs)) ORDER BY seq`,
  );
  const timeOf = db
    .prepare<[string, number], number>('SELECT at FROM event WHERE conversation = ? AND seq = ?')
    .pluck();

  const below = (id: string, seq: number, limit: number): WireEvent[] =>
    before.all(id, seq, limit).map(parse).reverse();
  const above = (id: string, seq: number, limit: number): WireEvent[] =>
    after.all(id, seq, limit).map(parse);

  return {
    /** The newest `limit` shown events below `seq`, oldest first. */
    before: below,
    /** The oldest `limit` shown events above `seq`, oldest first. */
    after: above,
    latest: (id: string, limit: number): WireEvent[] => below(id, Number.MAX_SAFE_INTEGER, limit),
    /** The first and the last that is shown; 0 when nothing is. */
    edges(id: string): { first: number; last: number } {
      const { first, last } = edges.get(id, id) ?? {};
      return { first: first ?? 0, last: last ?? 0 };
    },
    /** The events around the first unread one, or the newest when everything is read. */
    around(id: string, readSeq: number): WireEvent[] {
      const seq = firstUnread.get(id, readSeq) ?? undefined;
      if (seq === undefined) return below(id, Number.MAX_SAFE_INTEGER, newest);
      const tail = above(id, seq - 1, belowUnread);
      // Near the end there is room for more of what was read before.
      return [...below(id, seq, aboveUnread + belowUnread - tail.length), ...tail];
    },
    /** The newest replies of a thread below `seq`, oldest first. */
    threadBefore: (id: string, root: number, seq: number, limit: number): WireEvent[] =>
      threadBefore.all(id, root, seq, limit).map(parse).reverse(),
    /** Those of the events that are stored, in order. */
    at: (conversation: string, seqs: Iterable<number>): WireEvent[] =>
      at.all({ conversation, seqs: JSON.stringify([...seqs]) }).map(parse),
    /** The first seq of `first..last` that is not before the time: both rise together. */
    seqAtTime(id: string, time: number, first: number, last: number): number {
      let [low, high] = [first, last + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((timeOf.get(id, middle) ?? 0) < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
