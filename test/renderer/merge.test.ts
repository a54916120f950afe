// The loaded stretch of a history: what a push changes in it, and how it stays bounded.
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '../../src/shared/timelineRows.ts';
import {
  applyPush,
  mergeRows,
  newestSeq,
  oldestSeq,
  trim,
} from '../../src/renderer/timeline/merge.ts';
import { plainMessage } from './support/memoryTeam.ts';

const row = (key: string, seq: number | null, more: Partial<MessageRow> = {}): MessageRow => ({
  ...plainMessage,
  conversation: 'general',
  key,
  seq,
  author: 'ann',
  at: 0,
  text: key,
  mentions: [],
  state: seq === null ? 'waiting' : 'kept',
  ...more,
});
const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key).join(' ');

describe('mergeRows', () => {
  it('orders by seq and leaves unsent rows last, in the order they came', () => {
    const rows = mergeRows(
      [row('a', 1), row('x', null)],
      [row('y', null), row('c', 3), row('b', 2)],
    );
    expect(keys(rows)).toBe('a b c x y');
  });

  it('moves a row to its place when the log takes it, and never doubles it', () => {
    const rows = mergeRows([row('a', 1), row('x', null), row('y', null)], [row('y', 2)]);
    expect(keys(rows)).toBe('a y x');
  });

  it('takes away what is removed', () => {
    expect(keys(mergeRows([row('a', 1), row('x', null)], [], ['x']))).toBe('a');
  });
});

describe('applyPush', () => {
  const middle = { rows: [row('c', 3), row('d', 4)], older: true, newer: true };

  it('leaves rows outside of the loaded stretch to the next page', () => {
    const push = { rows: [row('a', 1), row('z', 9), row('x', null)], removed: [] };
    expect(keys(applyPush(middle, push).rows)).toBe('c d');
  });

  it('takes a changed row inside, and new rows at an end that is loaded', () => {
    const push = { rows: [row('d', 4, { text: 'changed' }), row('e', 5)], removed: [] };
    const after = applyPush({ ...middle, newer: false }, push).rows;
    expect(keys(after)).toBe('c d e');
    expect(after[1]).toMatchObject({ text: 'changed' });
  });

  it('fills an empty conversation', () => {
    const empty = { rows: [], older: false, newer: false };
    expect(keys(applyPush(empty, { rows: [row('a', 1)], removed: [] }).rows)).toBe('a');
  });
});

describe('trim', () => {
  const rows = Array.from({ length: 10 }, (_, at) => row(`r${at + 1}`, at + 1));

  it('drops the far end and says that there is more of it', () => {
    const loaded = { rows, older: false, newer: false };
    expect(trim(loaded, 'oldest', 4)).toMatchObject({ older: true, newer: false });
    expect(keys(trim(loaded, 'oldest', 4).rows)).toBe('r7 r8 r9 r10');
    expect(trim(loaded, 'newest', 4)).toMatchObject({ older: false, newer: true });
    expect(trim(loaded, 'newest', 10)).toBe(loaded);
  });

  it('knows its ends', () => {
    expect(newestSeq([...rows, row('x', null)])).toBe(10);
    expect(oldestSeq(rows)).toBe(1);
    expect([newestSeq([]), oldestSeq([])]).toEqual([0, null]);
  });
});
