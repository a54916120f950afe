// Rows for the window, read from the log on this computer.
import type { NoteRow, TimelineRow } from '../../shared/timelineRows.ts';
import { known, type WireEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

type Row = Omit<WireEvent, 'body'> & { body: string };

/** What an opened conversation shows above and below the unread line. */
const aboveUnread = 30;
const belowUnread = 60;

/** An event as a row; undefined for what no conversation shows. */
function toRow(event: WireEvent): TimelineRow | undefined {
  const { seq, author, at, conversation } = event;
  const key = event.id ?? `${conversation}/${seq}`;
  const note = (what: NoteRow['note'], user = author): NoteRow => ({
    kind: 'note',
    key,
    seq,
    author,
    at,
    note: what,
    user,
  });
  const typed = known(event);
  switch (typed?.type) {
    case 'message.created':
      return { kind: 'message', key, seq, author, at, ...typed.body, state: 'kept', error: null };
    case 'conversation.created':
      return note('created');
    case 'member.joined':
      return note('joined', typed.body.user);
    case 'member.left':
      return note('left', typed.body.user);
    case 'person.joined':
    case 'person.changed':
    case 'team.changed':
      return undefined;
    default:
      return note('unsupported');
  }
}

export const toRows = (events: WireEvent[]): TimelineRow[] =>
  events.map(toRow).filter((row): row is TimelineRow => row !== undefined);

const parse = (row: Row): WireEvent => ({
  ...row,
  body: JSON.parse(row.body) as WireEvent['body'],
});

export function createTimeline(db: Db) {
  const columns = 'conversation, seq, pos, id, author, at, type, body';
  const before = db.prepare<[string, number, number], Row>(
    `SELECT ${columns} FROM event WHERE conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const after = db.prepare<[string, number, number], Row>(
    `SELECT ${columns} FROM event WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const firstUnread = db
    .prepare<[string, number], number>(
      'SELECT min(seq) FROM event WHERE conversation = ? AND seq > ? AND weight > 0',
    )
    .pluck();

  const below = (id: string, seq: number, limit: number): WireEvent[] =>
    before.all(id, seq, limit).map(parse).reverse();
  const above = (id: string, seq: number, limit: number): WireEvent[] =>
    after.all(id, seq, limit).map(parse);
  return {
    /** The newest `limit` events below `seq`, oldest first. */
    before: below,
    /** The oldest `limit` events above `seq`, oldest first. */
    after: above,
    latest: (id: string, limit: number): WireEvent[] => below(id, Number.MAX_SAFE_INTEGER, limit),
    /** The events around the first unread one, or the newest when everything is read. */
    around(id: string, readSeq: number): WireEvent[] {
      const seq = firstUnread.get(id, readSeq);
      if (seq === undefined || seq === null)
        return below(id, Number.MAX_SAFE_INTEGER, aboveUnread + belowUnread);
      const tail = above(id, seq - 1, belowUnread);
      // Near the end there is room for more of what was read before.
      return [...below(id, seq, aboveUnread + belowUnread - tail.length), ...tail];
    },
  };
}
