// Turns the rows of a conversation into what is drawn: day separators, the unread line, and
// messages in groups by author. Pure, so that the tests need no window.
import type { MessageRow, NoteRow, TimelineRow } from '../../shared/timelineRows.ts';

export type Item =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  /** `head`: the first of a group; it shows who and when. */
  | { kind: 'message'; key: string; row: MessageRow; head: boolean }
  /** Of several that say the same of one person each, as "joined", one line is made. */
  | { kind: 'note'; key: string; rows: NoteRow[] };

const groupMs = 5 * 60_000;

/** `lineAfter`: read up to this seq; the unread line stands before the first message after it. */
export function layout(rows: readonly TimelineRow[], lineAfter: number | null, me: string): Item[] {
  const items: Item[] = [];
  let day = '';
  let previous: MessageRow | null = null;
  let lineDrawn = lineAfter === null;

  for (const row of rows) {
    const rowDay = dayKey(row.at);
    if (rowDay !== day) {
      items.push({ kind: 'day', key: `day ${rowDay}`, at: row.at });
      day = rowDay;
      previous = null;
    }
    if (!lineDrawn && isUnread(row, lineAfter ?? 0, me)) {
      items.push({ kind: 'unread', key: 'unread' });
      lineDrawn = true;
      previous = null;
    }
    if (row.kind === 'note') {
      const last = items.at(-1);
      if (last?.kind === 'note' && goesWith(last.rows[0], row)) last.rows.push(row);
      else items.push({ kind: 'note', key: row.key, rows: [row] });
      previous = null;
    } else {
      items.push({ kind: 'message', key: row.key, row, head: !follows(previous, row) });
      previous = row;
    }
  }
  return items;
}

/** The local calendar day, as a key. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Somewhen on the calendar day before: a day may have 23 hours, or 25. */
export function dayBefore(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1, 12).getTime();
}

/** The local calendar day as a date field wants it: 2026-11-20. */
export function dateField(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The element that draws this row: a note may be drawn with others. */
export const drawnAs = (items: readonly Item[], row: TimelineRow): string =>
  items.find((item) => item.kind === 'note' && item.rows.some(({ key }) => key === row.key))?.key ??
  row.key;

const gathered: ReadonlySet<NoteRow['note']> = new Set(['joined', 'left', 'added', 'removed']);

function goesWith(first: NoteRow | undefined, row: NoteRow): boolean {
  if (first?.note !== row.note || !gathered.has(row.note)) return false;
  return row.note === 'joined' || row.note === 'left' || first.author === row.author;
}

function follows(previous: MessageRow | null, row: MessageRow): boolean {
  return (
    previous !== null &&
    // "/me waves" says who by its head.
    !row.action &&
    !previous.action &&
    previous.author === row.author &&
    Math.abs(row.at - previous.at) <= groupMs
  );
}

const isUnread = (row: TimelineRow, readSeq: number, me: string): boolean =>
  row.seq !== null && row.seq > readSeq && row.kind === 'message' && row.author !== me;
