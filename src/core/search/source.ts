// What the index is made from: history.db, read only. All that search knows about the history's tables is here.
import { statSync } from 'node:fs';
import { openReader } from '../../node/openDatabase.ts';

/** An event as the index follows it. `target`: the message it does something to, in `about` or its own conversation. */
export type HistoryEvent = {
  key: number;
  pos: number;
  conversation: string;
  seq: number;
  type: string;
  target: number | null;
  about: string | null;
};

/** A message as it is now; `text` null: deleted. */
export type CurrentMessage = {
  conversation: string;
  seq: number;
  pos: number;
  author: string;
  at: number;
  text: string | null;
  /** By somebody else: it can be unread. */
  unread: boolean;
  mention: boolean;
  thread: boolean;
  edited: boolean;
  reaction: boolean;
  pinned: boolean;
  saved: boolean;
};

type Named = { id: string; name: string };
export type Place = Named & {
  kind: string;
  members: string[];
  /** Read up to here, unless it was marked unread by hand further up. */
  readSeq: number;
};

type Row = Pick<CurrentMessage, 'conversation' | 'seq' | 'pos' | 'author' | 'at'> & {
  text: string;
  forwarded: string | null;
  /** The seq of the newest edit. */
  edit: number | null;
  weight: number;
  thread: number | null;
} & Record<'gone' | 'reaction' | 'pinned' | 'saved', number>;

export type Source = ReturnType<typeof openSource>;

/** Which file lies at a path; undefined for none. Another file under the same name is another history. */
export function fileAt(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino}-${stat.birthtimeNs}`;
}

/** Opens the history of `me`, which must be there. Throws STORAGE_… */
export function openSource(path: string, me: string) {
  const file = fileAt(path);
  const db = openReader(path);
  const epoch = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'epoch'`).pluck();
  const about = `key, pos, conversation, seq, type, json_extract(body, '$.target') AS target,
    json_extract(body, '$.conversation') AS about`;
  const after = db.prepare<[number, number], HistoryEvent>(
    `SELECT ${about} FROM event WHERE key > ? ORDER BY key LIMIT ?`,
  );
  const upTo = db.prepare<[number, number], HistoryEvent>(
    `SELECT ${about} FROM event WHERE key <= ? ORDER BY key DESC LIMIT ?`,
  );
  const newestKey = db.prepare<[], number | null>('SELECT max(key) FROM event').pluck();
  const posAt = db.prepare<[number], number>('SELECT pos FROM event WHERE key = ?').pluck();
  const message = db.prepare<{ conversation: string; seq: number }, Row>(
    `SELECT e.conversation, e.seq, e.pos, e.author, e.at, e.body ->> 'text' AS text,
       e.body ->> '$.forwarded.text' AS forwarded, e.weight, e.thread, e.gone,
       (SELECT max(seq) FROM edit WHERE conversation = e.conversation AND target = e.seq) AS edit,
       EXISTS (SELECT 1 FROM reaction
         WHERE conversation = :conversation AND target = :seq AND is_on = 1) AS reaction,
       coalesce((SELECT is_on FROM pin WHERE conversation = :conversation AND target = :seq), 0) AS pinned,
       coalesce((SELECT is_on FROM saved WHERE conversation = :conversation AND target = :seq), 0) AS saved
     FROM event e
     WHERE e.conversation = :conversation AND e.seq = :seq AND e.type = 'message.created'`,
  );
  const edited = db
    .prepare<[string, number], string>(
      `SELECT body ->> 'text' FROM event WHERE conversation = ? AND seq = ?`,
    )
    .pluck();
  const posAfter = db
    .prepare<[string, number], number>(
      'SELECT pos FROM event WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT 1',
    )
    .pluck();
  const people = db.prepare<[], Named>('SELECT id, name FROM person');
  const places = db.prepare<[], Omit<Place, 'members'> & { members: string }>(
    `SELECT id, kind, name, coalesce(min(read_seq, (SELECT value ->> '$' - 1 FROM preference
         WHERE conversation = id AND field = 'unreadFrom')), read_seq) AS readSeq,
       (SELECT json_group_array(user) FROM member WHERE conversation = id) AS members
     FROM conversation WHERE standing = 'member' AND kind NOT IN ('team', 'personal')`,
  );

  function current(conversation: string, seq: number): CurrentMessage | undefined {
    const row = message.get({ conversation, seq });
    if (!row) return undefined;
    const { text, forwarded, edit, gone, weight, thread, ...rest } = row;
    // Asked separately: nested in the other query it takes ten times as long.
    const said = (edit === null ? undefined : edited.get(conversation, edit)) ?? text;
    return {
      ...rest,
      text: gone === 1 ? null : forwarded === null ? said : `${said}\n${forwarded}`,
      unread: weight > 0,
      mention: weight === 2,
      thread: thread !== null,
      edited: edit !== null,
      reaction: row.reaction === 1,
      pinned: row.pinned === 1,
      saved: row.saved === 1,
    };
  }

  return {
    file,
    /** Which history this is; undefined before its first sync is through. */
    identity(): string | undefined {
      const lineage = epoch.get();
      return lineage === undefined ? undefined : `${file}/${lineage}/${me}`;
    },
    /** The oldest stored events after `key`, in the order they were stored. */
    after: (key: number, limit: number): HistoryEvent[] => after.all(key, limit),
    /** The newest stored up to `key`, the newest first. */
    upTo: (key: number, limit: number): HistoryEvent[] => upTo.all(key, limit),
    newestKey: (): number => newestKey.get() ?? 0,
    posAt: (key: number): number | undefined => posAt.get(key),
    current,
    /** Where in the log the first event of a conversation after `seq` stands. */
    posAfter: (conversation: string, seq: number): number | undefined =>
      posAfter.get(conversation, seq),
    people: (): Named[] => people.all(),
    /** The conversations this person is in. */
    places: (): Place[] =>
      places.all().map((row) => ({ ...row, members: JSON.parse(row.members) as string[] })),
    /** `work` sees one state of the history, and is quicker: keep it short, the file cannot shrink meanwhile. */
    reading: <T>(work: () => T): T => db.transaction(work).deferred(),
    close: (): void => void db.close(),
  };
}
