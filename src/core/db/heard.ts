// Which of the stored messages this person may want to be told of, and how they stand now. Decided
// here, where they are stored: of ten thousand only what deserves it goes on, and that by number.
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { ConversationRow } from '../../shared/rows.ts';
import type { Db } from '../../node/openDatabase.ts';
import { deserves, isSilent, type Wishes } from '../notify/deciding.ts';
import { lineOf } from './lists.ts';
import { standing } from './marks.ts';
import type { Pending } from './pending.ts';
import type { createThreads } from './threads.ts';

export type Heard = { conversation: string; seq: number; thread: number | null };
/** Whether a text holds one of this person's keywords. */
export type Keywords = (text: string) => boolean;

type Created = Extract<LogEvent, { type: 'message.created' }>;
type Edited = Extract<LogEvent, { type: 'message.edited' }>;
type Row = { kind: Wishes['kind']; read_seq: number; preferences: string };
type Preferences = Pick<ConversationRow, 'notify' | 'mutedUntil' | 'unreadFrom'>;
/** A conversation as it is asked of each of its messages. */
type Place = Wishes & { id: string; line: number };
type Standing = { seq: number; thread: number | null; shown: number; weight: number };
/** A message, and whom its words called before an edit. */
type Before = Standing & { author: string; called: string | null };
/** `edit`: the body of its newest edit. */
type Stored = Omit<WireEvent, 'body'> & { body: string; edit: string | null };

/** What may be told of. */
const tellable: ReadonlySet<string> = new Set<LogEvent['type']>([
  'message.created',
  'message.edited',
]);
/** Of one conversation that was never heard of before, so many of the newest unread messages are looked at. */
const mostUnread = 200;

export type HeardParts = {
  db: Db;
  me: string;
  pending: Pending;
  threads: ReturnType<typeof createThreads>;
};

export function createHeard({ db, me, pending, threads }: HeardParts) {
  const conversation = db.prepare<[string], Row>(
    `SELECT kind, read_seq,
       (SELECT json_group_object(field, json(value)) FROM preference WHERE conversation = c.id) AS preferences
     FROM conversation c WHERE id = ? AND standing = 'member' AND kind NOT IN ('team', 'personal')`,
  );
  const conversations = db
    .prepare<[], string>(`SELECT id FROM conversation WHERE standing = 'member'`)
    .pluck();
  const part = db
    .prepare<[string, number], number>(
      'SELECT part FROM thread WHERE conversation = ? AND root = ?',
    )
    .pluck();
  const dnd = db
    .prepare<[string], number | null>('SELECT dnd_until FROM person WHERE id = ?')
    .pluck();
  const stands = db.prepare<{ conversation: string; seqs: string }, Standing>(
    `SELECT seq, thread, shown, weight FROM event WHERE conversation = :conversation
       AND seq IN (SELECT value FROM json_each(:seqs)) AND weight > 0 ORDER BY seq`,
  );
  const columns = `conversation, seq, pos, id, author, at, type, body,
    (SELECT v.body FROM event v WHERE v.conversation = e.conversation AND v.seq =
      (SELECT max(seq) FROM edit WHERE conversation = e.conversation AND target = e.seq)) AS edit`;
  const newest = 'seq > ? AND weight > 0 ORDER BY seq DESC LIMIT ?';
  const unread = db.prepare<[string, number, number], Stored>(
    `SELECT ${columns} FROM event e INDEXED BY event_shown
     WHERE conversation = ? AND shown = 1 AND ${newest}`,
  );
  const unreadReplies = db.prepare<[string, number, number, number], Stored>(
    `SELECT ${columns} FROM event e INDEXED BY event_thread
     WHERE conversation = ? AND thread = ? AND ${newest}`,
  );
  const before = db.prepare<{ conversation: string; target: number; seq: number }, Before>(
    `SELECT seq, author, thread, shown, weight,
       coalesce((SELECT v.body ->> 'mentions' FROM event v WHERE v.conversation = :conversation AND v.seq =
         (SELECT max(seq) FROM edit WHERE conversation = :conversation AND target = :target AND seq < :seq)),
         body ->> 'mentions') AS called
     FROM event WHERE conversation = :conversation AND seq = :target AND type = 'message.created'`,
  );

  function placeOf(id: string): Place | undefined {
    const row = conversation.get(id);
    if (!row) return undefined;
    const set = JSON.parse(row.preferences) as Partial<Preferences>;
    let { notify = null, mutedUntil = null, unreadFrom = null } = set;
    for (const { name, input, state } of pending.ofConversation(id)) {
      if (name !== 'preference.set' || state === 'failed') continue;
      ({ notify = notify, mutedUntil = mutedUntil, unreadFrom = unreadFrom } = input);
    }
    return { id, kind: row.kind, notify, mutedUntil, line: lineOf(row.read_seq, unreadFrom) };
  }

  function isRead(place: Place, seq: number, thread: number | null, shown: boolean): boolean {
    if (shown && seq <= place.line) return true;
    return thread !== null && seq <= threads.read(place.id, thread);
  }

  function isHeard(place: Place, event: Created, keywords: Keywords, time: number): boolean {
    const { seq, author, body } = event;
    const { thread = null, broadcast = false, mentions, text } = body;
    const inThread = thread !== null && !broadcast;
    const gone = body.deleted === true;
    const { weight } = standing({ author, thread, mentions, gone }, me);
    if (weight === 0 || isRead(place, seq, thread, !inThread)) return false;
    const said = {
      inThread,
      ownThread: thread !== null && part.get(place.id, thread) === 1,
      calls: weight === 2,
      keyword: keywords(text),
    };
    return deserves(place, said, time);
  }

  /** Who is called only by an edit hears of it then, as long as they have not read the message. */
  function callsNow(place: Place, { conversation, seq, body }: Edited): Heard[] {
    const row = before.get({ conversation, target: body.target, seq });
    if (row?.weight !== 2 || isRead(place, row.seq, row.thread, row.shown === 1)) return [];
    const { author, thread, called } = row;
    const mentions = JSON.parse(called ?? '[]') as Created['body']['mentions'];
    const { weight } = standing({ author, thread, mentions, gone: false }, me);
    return weight === 2 ? [] : [{ conversation, seq: row.seq, thread }];
  }

  /** What waits in the outbox is done. */
  function dndUntil(): number | null {
    const waiting = pending
      .all()
      .findLast(({ name, state }) => name === 'dnd.set' && state !== 'failed');
    return waiting?.name === 'dnd.set' ? waiting.input.until : (dnd.get(me) ?? null);
  }

  /** Those of the events that are to be told of, in order. `time`: now, ms since 1970. */
  function among(events: WireEvent[], keywords: Keywords, time: number): Heard[] {
    const places = new Map<string, Place | undefined>();
    if ((dndUntil() ?? 0) > time) return [];
    return events.flatMap((event): Heard[] => {
      if (event.author === me || !tellable.has(event.type)) return [];
      const { conversation: id, seq } = event;
      if (!places.has(id)) places.set(id, placeOf(id));
      const place = places.get(id);
      if (!place || isSilent(place, time)) return [];
      const typed = known(event);
      if (typed?.type === 'message.edited') return callsNow(place, typed);
      if (typed?.type !== 'message.created' || !isHeard(place, typed, keywords, time)) return [];
      return [{ conversation: id, seq, thread: typed.body.thread ?? null }];
    });
  }

  /** The newest of a conversation and of these threads in it, in order, each once. */
  function unreadOf(place: Place, roots: number[]): WireEvent[] {
    const rows = roots.flatMap((root) =>
      unreadReplies.all(place.id, root, threads.readLine(place.id, root), mostUnread),
    );
    const all = [...unread.all(place.id, place.line, mostUnread), ...rows];
    return [...new Map(all.map((row) => [row.seq, row])).values()]
      .toSorted((a, b) => a.seq - b.seq)
      .slice(-mostUnread)
      .map(asItStands);
  }

  return {
    among,
    dndUntil,
    /** The same of everything that is unread: after a first sync nothing was stored one by one. */
    unread(keywords: Keywords, time: number): Heard[] {
      const own = Map.groupBy(
        threads.own().filter((thread) => thread.unread > 0),
        ({ conversation: id }) => id,
      );
      return conversations.all().flatMap((id) => {
        const place = placeOf(id);
        if (!place || isSilent(place, time)) return [];
        const roots = own.get(id)?.map(({ root }) => root) ?? [];
        return among(unreadOf(place, roots), keywords, time);
      });
    },
    /** Those of the messages that are neither read nor deleted by now; none where it has become silent. */
    still(id: string, seqs: number[], time: number): (Heard & { calls: boolean })[] {
      const place = placeOf(id);
      if (!place || isSilent(place, time)) return [];
      return stands
        .all({ conversation: id, seqs: JSON.stringify(seqs) })
        .filter(({ seq, thread, shown }) => !isRead(place, seq, thread, shown === 1))
        .map(({ seq, thread, weight }) => ({ conversation: id, seq, thread, calls: weight === 2 }));
    },
  };
}

/** With the words of its newest edit. */
function asItStands({ edit, ...row }: Stored): WireEvent {
  const body = JSON.parse(row.body) as WireEvent['body'];
  if (edit === null) return { ...row, body };
  const { text, mentions } = JSON.parse(edit) as WireEvent['body'];
  return { ...row, body: { ...body, text, mentions } };
}
