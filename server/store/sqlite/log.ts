// The log's rows: appended in the writing thread, read in pages by the reading one.
import type { Landed, LogEvent, WireEvent } from '../../../src/shared/events.ts';
import type { Db } from '../../../src/node/openDatabase.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { CommandKey, LogWriter } from '../../execute.ts';
import type { Pull, Pulled } from '../store.ts';
import type { Draft } from '../tx.ts';

type Row = Omit<WireEvent, 'body'> & { body: string };
const columns = 'pos, conversation, seq, author, id, at, type, body';

const toEvent = (row: Row): WireEvent => ({
  ...row,
  body: JSON.parse(row.body) as WireEvent['body'],
});

/** The newest position, 0 in an empty log. */
export const headOf = (db: Db): number =>
  db.prepare<[], number>('SELECT coalesce(max(pos), 0) FROM log').pluck().get() ?? 0;

export function createLog(db: Db) {
  const newest = db.prepare<[string], { seq: number; at: number }>(
    'SELECT seq, at FROM log WHERE conversation = ? ORDER BY seq DESC LIMIT 1',
  );
  const insert = db.prepare(
    `INSERT INTO log (${columns}, digest) VALUES (:pos, :conversation, :seq, :author, :id, :at, :type, :body, :digest)`,
  );
  const find = db.prepare<[string, string], Landed & { digest: Uint8Array }>(
    'SELECT conversation, seq, pos, at, digest FROM log WHERE author = ? AND id = ?',
  );
  let head = headOf(db);

  const writer: LogWriter = {
    async append(author: string, draft: Draft, key: CommandKey | null): Promise<LogEvent> {
      const last = newest.get(draft.conversation);
      const event = {
        ...draft,
        pos: head + 1,
        seq: (last?.seq ?? 0) + 1,
        // The wall clock may step back; within a conversation time does not (rule 11).
        at: Math.max(Date.now(), last?.at ?? 0),
        author: draft.author ?? author,
        id: key?.id ?? null,
      };
      insert.run({ ...event, body: JSON.stringify(event.body), digest: key?.digest ?? null });
      head = event.pos;
      return event;
    },
    async find(author, id) {
      const row = find.get(author, id);
      if (!row) return undefined;
      const { digest, ...landed } = row;
      return { landed, digest };
    },
  };

  return {
    ...writer,
    head: () => head,
    /** After a rollback: positions taken since then are free again. */
    rewind(to: number): void {
      head = to;
    },
  };
}

export type Log = ReturnType<typeof createLog>;

/** Pages of one conversation's log. */
export function createPages(db: Db) {
  const before = db.prepare<[string, number, number], Row>(
    `SELECT ${columns} FROM log WHERE conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const after = db.prepare<[string, number, number], Row>(
    `SELECT ${columns} FROM log WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  return {
    /** The newest events below `seq`, oldest first: `limit` at most, fewer where they are large. */
    before: (conversation: string, seq: number, limit: number): WireEvent[] =>
      read(before.iterate(conversation, seq, limit)).events.reverse(),
    /** The same, fewer also once `enough` was said of one. */
    newest(
      conversation: string,
      limit: number,
      enough: (event: WireEvent) => boolean,
    ): WireEvent[] {
      const rows = before.iterate(conversation, Number.MAX_SAFE_INTEGER, limit);
      return read(rows, enough).events.reverse();
    },
    /** Likewise the oldest events above `seq`. */
    after: (conversation: string, seq: number, limit: number): WireEvent[] =>
      read(after.iterate(conversation, seq, limit)).events,
  };
}

/**
 * How much one page holds at most, besides its last event: who is far behind on a slow way must get through it, and not
 * be taken for one who reads nothing. About bytes.
 */
export const pageBytes = 512 * 1024;

/** `full`: there was no room for more. */
function read(
  rows: Iterable<Row>,
  enough: (event: WireEvent) => boolean = () => false,
): { events: WireEvent[]; full: boolean } {
  const events: WireEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    const event = toEvent(row);
    events.push(event);
    bytes += row.body.length;
    if (bytes >= pageBytes || enough(event)) return { events, full: true };
  }
  return { events, full: false };
}

/** How many rows one pull looks at: a member of little in a large log gets short answers, not slow ones. */
const scanned = 20_000;

/** The one read by cursor that every way in shares (delivery.md rule 10). */
export function createPull(db: Db) {
  // One row per stay keeps what was said between two stays out (rule 13); stays never overlap.
  // CROSS JOIN is SQLite's word for "in this order": otherwise it reads the member's whole history
  // and sorts it, for every page.
  const visible = db.prepare<Record<string, string | number>, Row>(
    `SELECT ${columns
      .split(', ')
      .map((column) => `log.${column}`)
      .join(', ')}
     FROM log CROSS JOIN stay ON stay.user = :user AND stay.conversation = log.conversation
       AND stay.from_pos <= log.pos AND (stay.to_pos IS NULL OR log.pos <= stay.to_pos)
     WHERE log.pos > :after AND log.pos <= :until
       AND (:conversations = '[]' OR log.conversation IN (SELECT value FROM json_each(:conversations)))
       AND (:types = '[]' OR log.type IN (SELECT value FROM json_each(:types)))
     ORDER BY log.pos LIMIT :limit`,
  );
  const wasIn = db
    .prepare<[string, string], number>('SELECT 1 FROM stay WHERE user = ? AND conversation = ?')
    .pluck();

  return (user: string, { after, until: end, limit, conversations, types }: Pull): Pulled => {
    for (const conversation of conversations)
      if (wasIn.get(user, conversation) === undefined)
        throw new Refusal('NOT_FOUND', 'no such conversation', { field: 'conversation' });
    const until = Math.min(end, after + scanned);
    const asked = { user, after, until, limit };
    const filter = { conversations: JSON.stringify(conversations), types: JSON.stringify(types) };
    const { events, full } = read(visible.iterate({ ...asked, ...filter }));
    const last = events.at(-1);
    const next = last && (full || events.length === limit) ? last.pos : Math.max(until, after);
    return { events, next };
  };
}
