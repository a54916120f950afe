// The history's own bookkeeping: lineage, cursor, and what is not complete yet.
import type { WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';
import type { SyncState } from './database.ts';

/** Enough of an event to tell whether another log holds the very same. */
export type EventMark = {
  pos: number;
  conversation: string;
  seq: number;
  author: string;
  at: number;
};

type Remembered = { id: string; kind: string; name: string; topic: string };

export function createMeta(db: Db) {
  const get = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const put = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const opening = db
    .prepare<[], string>(`SELECT id FROM conversation WHERE standing = 'opening'`)
    .pluck();
  const incomplete = db
    .prepare<[], string>(
      `SELECT id FROM conversation WHERE standing = 'member' AND first_seq > 1
       ORDER BY kind = 'personal' DESC, read_seq < first_seq - 1 DESC`,
    )
    .pluck();
  const markers = db.prepare<[], { conversation: string; seq: number }>(
    `SELECT id AS conversation, read_seq AS seq FROM conversation WHERE standing = 'member' AND kind NOT IN ('team', 'personal')`,
  );
  const own = db.prepare<[string, number], Omit<WireEvent, 'body'> & { body: string }>(
    `SELECT conversation, seq, pos, id, author, at, type, body FROM event
     WHERE author = ? AND pos > ? ORDER BY pos`,
  );
  const kept = db
    .prepare<{ conversation: string; seq: number; after: number }, number>(
      `SELECT coalesce(
         (SELECT pos <= :after FROM event WHERE conversation = :conversation AND seq = :seq),
         (SELECT :seq < first_seq FROM conversation WHERE id = :conversation), 0)`,
    )
    .pluck();
  const remembered = db.prepare<{ me: string }, Remembered>(
    `SELECT id, kind, topic, coalesce(
       (SELECT group_concat(p.name, ', ') FROM member m JOIN person p ON p.id = m.user
        WHERE c.kind <> 'channel' AND m.conversation = c.id AND m.user <> :me), name) AS name
     FROM conversation c WHERE kind NOT IN ('team', 'personal')`,
  );
  const remember = db.prepare(
    `INSERT OR IGNORE INTO conversation (id, kind, name, topic, standing) VALUES (:id, :kind, :name, :topic, 'left')`,
  );
  const atOrBelow = db.prepare<[number], EventMark>(
    `SELECT pos, conversation, seq, author, at FROM event WHERE pos <= ? ORDER BY pos DESC LIMIT 1`,
  );
  // CROSS JOIN is SQLite's word for "in this order": otherwise it reads the whole log, at every connect.
  const newest = db.prepare<[], EventMark>(
    `SELECT pos, conversation, seq, author, at FROM conversation c
     CROSS JOIN event ON conversation = c.id AND seq = c.last_seq ORDER BY pos DESC LIMIT 1`,
  );
  const scheduleAdded = db
    .prepare<[string], number | null>('SELECT seq FROM schedule WHERE id = ?')
    .pluck();
  const cursor = (): number => Number(get.get('cursor') ?? 0);

  return {
    syncState: (): SyncState => ({ epoch: get.get('epoch') ?? null, cursor: cursor() }),
    start(epoch: string, position: number): void {
      put.run('epoch', epoch);
      put.run('cursor', String(position));
    },
    /** A cursor never goes back within an epoch (I5). */
    raiseCursor(position: number): void {
      if (position > cursor()) put.run('cursor', String(position));
    },
    opening: (): string[] => opening.all(),
    incomplete: (): string[] => incomplete.all(),
    markers: () => markers.all(),
    /** Whose history this is; a new one belongs to whoever asks first. */
    owner(me: string): string {
      if (get.get('me') === undefined) put.run('me', me);
      return get.get('me') ?? me;
    },
    conversations: (me: string): Remembered[] => remembered.all({ me }),
    /** Keeps the names of conversations that the server may not know any more. */
    remember(known: Remembered[]): void {
      for (const conversation of known) remember.run(conversation);
    },
    /** The event came before `after`; so did what lies below everything that is stored. */
    isBefore: (after: number, conversation: string, seq: number): boolean =>
      kept.get({ conversation, seq, after }) === 1,
    /** Where one's own log says so; null when it is not stored. */
    scheduleAdded: (id: string): number | null => scheduleAdded.get(id) ?? null,
    newest: (): EventMark | undefined => newest.get(),
    /** Reads the whole table: asked only when two histories have parted. */
    atOrBelow: (pos: number): EventMark | undefined => atOrBelow.get(pos),
    /** What this person did after `after`, in the order of the log. */
    ownEvents: (me: string, after: number): WireEvent[] =>
      own
        .all(me, after)
        .map((row) => ({ ...row, body: JSON.parse(row.body) as WireEvent['body'] })),
  };
}
