// Grouping by author and day, and where the unread line stands.
import { describe, expect, it } from 'vitest';
import type { MessageRow, NoteRow } from '../../src/shared/timelineRows.ts';
import { plainMessage } from './support/memoryTeam.ts';
import { drawnAs, type Item, layout } from '../../src/renderer/timeline/layout.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const minute = 60_000;

const message = (seq: number | null, author: string, at: number): MessageRow => ({
  ...plainMessage,
  conversation: 'general',
  key: `${author}${seq ?? 'new'}${at}`,
  seq,
  author,
  at,
  text: 'text',
  mentions: [],
  state: seq === null ? 'waiting' : 'kept',
});
const note = (seq: number, at: number): NoteRow => ({
  kind: 'note',
  conversation: 'general',
  changes: {},
  key: `note${seq}`,
  seq,
  author: 'ann',
  at,
  note: 'joined',
  user: 'ann',
});
const shape = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'message' ? (item.head ? 'head' : 'more') : item.kind));

describe('layout', () => {
  it('puts messages of one author within five minutes under one head', () => {
    const rows = [
      message(1, 'ann', noon),
      message(2, 'ann', noon + 5 * minute),
      message(3, 'ann', noon + 11 * minute),
      message(4, 'bob', noon + 11 * minute),
    ];
    expect(shape(layout(rows, null, 'me'))).toEqual(['day', 'head', 'more', 'head', 'head']);
  });

  it('starts a new group after a note, a day and the unread line', () => {
    const rows = [
      message(1, 'ann', noon),
      note(2, noon),
      message(3, 'ann', noon),
      message(4, 'ann', noon + minute),
      message(5, 'ann', noon + 24 * 60 * minute),
    ];
    expect(shape(layout(rows, 3, 'me'))).toEqual([
      'day',
      'head',
      'note',
      'head',
      'unread',
      'head',
      'day',
      'head',
    ]);
  });

  it('gathers notes in a row that say the same of one person each', () => {
    const added = (seq: number, author: string, user: string): NoteRow => ({
      ...note(seq, noon),
      note: 'added',
      author,
      user,
    });
    const made = { ...note(3, noon), note: 'created' as const };
    const rows = [
      note(1, noon),
      note(2, noon),
      made,
      { ...made, key: 'note4', seq: 4 },
      added(5, 'ann', 'bob'),
      added(6, 'ann', 'eve'),
      added(7, 'eve', 'joe'),
      note(8, noon),
      message(9, 'bob', noon),
      note(10, noon),
    ];
    const items = layout(rows, null, 'me');
    const drawn = items.map((item) =>
      item.kind === 'note' ? item.rows.map(({ seq }) => seq) : item.kind,
    );
    expect(drawn).toEqual(['day', [1, 2], [3], [4], [5, 6], [7], [8], 'message', [10]]);
    expect(rows.slice(4, 7).map((row) => drawnAs(items, row))).toEqual(['note5', 'note5', 'note7']);
    expect(drawnAs(items, rows[8] as MessageRow)).toBe(rows[8]?.key);
  });

  it('gives "/me waves" a head of its own, and what follows it another', () => {
    const waves = { ...message(2, 'ann', noon), action: true };
    const rows = [message(1, 'ann', noon), waves, message(3, 'ann', noon)];
    expect(shape(layout(rows, null, 'me'))).toEqual(['day', 'head', 'head', 'head']);
  });

  it('draws the line before the first unread message of somebody else, and once', () => {
    const rows = [
      message(1, 'ann', noon),
      message(2, 'me', noon),
      message(3, 'bob', noon),
      message(4, 'bob', noon),
    ];
    expect(shape(layout(rows, 1, 'me'))).toEqual(['day', 'head', 'head', 'unread', 'head', 'more']);
  });

  it('draws no line when all is read, or when only unsent messages follow', () => {
    const rows = [message(1, 'ann', noon), message(null, 'me', noon)];
    expect(shape(layout(rows, 1, 'me'))).toEqual(['day', 'head', 'head']);
    expect(shape(layout(rows, null, 'me'))).toEqual(['day', 'head', 'head']);
  });

  it('gives every item its own key', () => {
    const rows = Array.from({ length: 40 }, (_, at) =>
      message(at + 1, 'ann', noon + at * 60 * minute),
    );
    const keys = layout(rows, 5, 'me').map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
