// Answers a query from the index, the newest first. The index names candidates; each is then held against the
// message itself, so that what is shown is what was asked for.
import type { SearchHit } from '../../shared/timelineRows.ts';
import { excerptOf } from './excerpt.ts';
import { fold } from './fold.ts';
import type { Index } from './indexFile.ts';
import type { Plan } from './plan.ts';
import type { CurrentMessage, Source } from './source.ts';

/** A message that was found. */
export type Found = { conversation: string; seq: number; excerpt: SearchHit['excerpt'] };
export type FoundPage = {
  found: Found[];
  /** Where to go on; null: that was all. */
  next: number | null;
};

/** How long one look may take, ms: others wait for the thread. What is not found by then comes with the next. */
const patienceMs = 50;
/** So few marked messages are looked at one by one, whatever else is asked. */
const fewMarked = 3000;

type Doc = {
  place: number;
  conversation: number;
  seq: number;
  author: number;
  at: number;
  flags: number;
};

export function createFinder(index: Index, source: Source) {
  const { db } = index;
  const doc = db.prepare<[number], Doc>('SELECT * FROM doc WHERE place = ?');
  // Numbers arrive as floating ones, by which FTS5 would not seek but read everything up to there.
  const range = '> CAST(:after AS INTEGER) AND rowid <= CAST(:last AS INTEGER) ORDER BY rowid';
  const byGram = db
    .prepare<Record<string, unknown>, number>(
      `SELECT rowid FROM gram WHERE gram MATCH :match AND rowid ${range}`,
    )
    .pluck();
  const byTime = db
    .prepare<Record<string, unknown>, number>(`SELECT place FROM doc WHERE rowid ${range}`)
    .pluck();
  const byMark = db
    .prepare<Record<string, unknown>, number>(
      'SELECT place FROM mark WHERE kind = :kind AND place > :after AND place <= :last ORDER BY place',
    )
    .pluck();
  const marked = db
    .prepare<[string, number], number>('SELECT 1 FROM mark WHERE kind = ? AND place = ?')
    .pluck();
  const manyMarked = db
    .prepare<[string, number], number>('SELECT 1 FROM mark WHERE kind = ? LIMIT 1 OFFSET ?')
    .pluck();

  /** Places of messages that may be meant, the newest first. */
  function candidates({ want, match, first, last }: Plan, after: number): Iterable<number> {
    const bounds = { after: Math.max(after, first - 1), last };
    const few = want.marks.find((kind) => manyMarked.get(kind, fewMarked) === undefined);
    const kind = few ?? (match === '' ? want.marks[0] : undefined);
    if (kind) return byMark.iterate({ kind, ...bounds });
    return match === '' ? byTime.iterate(bounds) : byGram.iterate({ match, ...bounds });
  }

  function meets(plan: Plan, row: Doc): boolean {
    const { want, not, since, until } = plan;
    const place = plan.places.get(row.conversation);
    if (!place || row.at < since || row.at >= until) return false;
    if (want.from?.has(row.author) === false || want.in?.has(row.conversation) === false)
      return false;
    if (not.from?.has(row.author) || not.in?.has(row.conversation)) return false;
    if ((row.flags & want.flags) !== want.flags || (row.flags & not.flags) !== 0) return false;
    const unread = row.seq > place.readSeq;
    if ((want.unread && !unread) || (not.unread && unread)) return false;
    if (want.marks.some((kind) => marked.get(kind, row.place) === undefined)) return false;
    return !not.marks.some((kind) => marked.get(kind, row.place) !== undefined);
  }

  /** The message if it says what was asked for, as it is now. */
  function holds({ want, not, places }: Plan, row: Doc): CurrentMessage | undefined {
    const conversation = places.get(row.conversation)?.id ?? '';
    const message = source.current(conversation, row.seq);
    if (!message || message.text === null) return undefined;
    // The index may be a moment behind the history.
    if (want.marks.some((kind) => !message[kind])) return undefined;
    if (want.unread && !message.unread) return undefined;
    const folded = fold(message.text);
    if (!want.texts.every((text) => folded.includes(text))) return undefined;
    return not.texts.some((text) => folded.includes(text)) ? undefined : message;
  }

  /** Up to `limit` messages after `after`, and fewer when it takes too long. */
  return function find(plan: Plan, after: number | null, limit: number): FoundPage {
    const started = performance.now();
    const found: Found[] = [];
    for (const place of candidates(plan, after ?? Number.MIN_SAFE_INTEGER)) {
      const row = doc.get(place);
      const message = row && meets(plan, row) ? holds(plan, row) : undefined;
      if (message) {
        const { conversation, seq, text } = message;
        found.push({ conversation, seq, excerpt: excerptOf(text ?? '', plan.want.texts) });
      }
      const late = performance.now() - started > patienceMs;
      if (found.length === limit || late) return { found, next: place };
    }
    return { found, next: null };
  };
}
