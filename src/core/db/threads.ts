// Threads: what hangs below a message, how much of it is unread, and which of them are this person's.
import type { ThreadSummary } from '../../shared/timelineRows.ts';
import type { Db } from '../../node/openDatabase.ts';
import type { Pending } from './pending.ts';

export type ThreadFacts = {
  conversation: string;
  root: number;
  unread: number;
  mentions: number;
  lastAt: number;
};
type Counted = ThreadFacts & { since: number };

/** So many of those who wrote are named. */
const namedPeople = 5;

export function createThreads(db: Db, me: string, pending: Pending) {
  const roots = db.prepare<{ conversation: string; seqs: string }, { root: number; part: number }>(
    `SELECT root, part FROM thread
     WHERE conversation = :conversation AND root IN (SELECT value FROM json_each(:seqs))`,
  );
  const inThread = 'INDEXED BY event_thread WHERE conversation = ? AND thread = ?';
  const replies = db.prepare<[string, number], { replies: number; lastAt: number | null }>(
    `SELECT count(*) AS replies, max(at) AS lastAt FROM event ${inThread} AND gone = 0`,
  );
  const people = db
    .prepare<[string, number, number], string>(
      `SELECT author FROM event ${inThread} AND gone = 0 GROUP BY author ORDER BY max(seq) DESC LIMIT ?`,
    )
    .pluck();
  const newest = db
    .prepare<[string, number], number | null>(`SELECT max(seq) FROM event ${inThread}`)
    .pluck();
  const oldest = db
    .prepare<[string, number], number | null>(`SELECT min(seq) FROM event ${inThread}`)
    .pluck();
  const marker = db
    .prepare<[string, number], number>(
      'SELECT seq FROM thread_read WHERE conversation = ? AND thread = ?',
    )
    .pluck();
  const unread = db.prepare<[string, number, number], { unread: number; mentions: number | null }>(
    `SELECT count(*) AS unread, sum(weight = 2) AS mentions FROM event ${inThread} AND seq > ? AND weight > 0`,
  );
  // Without a marker everything counts since this person takes part: their own message, reply, or being called.
  const since = `CASE WHEN EXISTS (SELECT 1 FROM event o WHERE o.conversation = t.conversation AND o.seq = t.root
      AND o.author = :me AND o.type = 'message.created') THEN t.root
    ELSE (SELECT min(p.seq) - 1 FROM event p INDEXED BY event_part
      WHERE p.conversation = t.conversation AND p.thread = t.root AND p.part = 1) END`;
  const within =
    'INDEXED BY event_thread WHERE e.conversation = t.conversation AND e.thread = t.root';
  const ownOnes = (which: string): string =>
    `WITH mine AS (
       SELECT t.conversation, t.root, coalesce(r.seq, ${since}) AS since
       FROM thread t JOIN conversation c ON c.id = t.conversation AND c.standing = 'member'
       LEFT JOIN thread_read r ON r.conversation = t.conversation AND r.thread = t.root
       WHERE t.part = 1 ${which})
     SELECT t.conversation, t.root, t.since,
       coalesce((SELECT e.at FROM event e ${within} AND e.gone = 0 ORDER BY e.seq DESC LIMIT 1), 0) AS lastAt,
       (SELECT count(*) FROM event e ${within} AND e.seq > t.since AND e.weight > 0) AS unread,
       (SELECT count(*) FROM event e ${within} AND e.seq > t.since AND e.weight = 2) AS mentions
     FROM mine t`;
  const own = db.prepare<{ me: string }, Counted>(ownOnes(''));
  // A statement of its own: one for both would look through all threads for each that is shown.
  const one = db.prepare<{ me: string; conversation: string; root: number }, Counted>(
    ownOnes('AND t.conversation = :conversation AND t.root = :root'),
  );

  const read = (conversation: string, root: number): number =>
    Math.max(marker.get(conversation, root) ?? 0, pending.threadRead(conversation, root));

  /** As far as this computer has read, whatever the server knows. */
  function settled({ since, ...facts }: Counted): ThreadFacts {
    const { conversation, root } = facts;
    const here = pending.threadRead(conversation, root);
    if (here <= since) return facts;
    const left = unread.get(conversation, root, here);
    return { ...facts, unread: left?.unread ?? 0, mentions: left?.mentions ?? 0 };
  }

  function summary(
    conversation: string,
    { root, part }: { root: number; part: number },
    waiting: { at: number }[],
  ): ThreadSummary | null {
    const stored = replies.get(conversation, root);
    const count = (stored?.replies ?? 0) + waiting.length;
    if (count === 0) return null;
    const wrote = people.all(conversation, root, namedPeople);
    const counted = part === 1 ? one.get({ me, conversation, root }) : undefined;
    return {
      replies: count,
      lastAt: Math.max(stored?.lastAt ?? 0, ...waiting.map(({ at }) => at)),
      people: waiting.length === 0 ? wrote : [...new Set([me, ...wrote])].slice(0, namedPeople),
      unread: counted ? settled(counted).unread : 0,
    };
  }

  return {
    /** By the root's seq, for those of the messages that began a thread. */
    summaries(conversation: string, seqs: number[]): Map<number, ThreadSummary | null> {
      const waiting = pending.replies(conversation);
      const known = roots.all({ conversation, seqs: JSON.stringify(seqs) });
      const begun = seqs
        .filter((seq) => waiting.has(seq) && !known.some(({ root }) => root === seq))
        .map((root) => ({ root, part: 0 }));
      return new Map(
        [...known, ...begun].map((thread) => [
          thread.root,
          summary(conversation, thread, waiting.get(thread.root) ?? []),
        ]),
      );
    },
    /** How far this person has read it, also what the server does not know yet; 0 without a marker. */
    read,
    /** Where the unread line of an opened thread stands: everything is read of a thread that is not this person's. */
    readLine(conversation: string, root: number): number {
      const marked = read(conversation, root);
      if (marked > 0) return marked;
      return one.get({ me, conversation, root })?.since ?? newest.get(conversation, root) ?? 0;
    },
    /** The seq of its first reply that is stored; 0 without any. */
    first: (conversation: string, root: number): number => oldest.get(conversation, root) ?? 0,
    /** Every thread this person takes part in that has something in it. */
    own: (): ThreadFacts[] =>
      own
        .all({ me })
        .map(settled)
        .filter(({ lastAt }) => lastAt > 0),
  };
}
