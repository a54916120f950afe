// Grouping by author and day, and where the unread line stands.
import { describe, expect, it } from 'vitest';
import type { MessageRow, NoteRow } from '../../src/shared/timelineRows.ts';
import { plainMessage } from './support/memoryTeam.ts';
import { type Item, layout } from '../../src/renderer/timeline/layout.ts';

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
