// What is typed into the search field, read.
import { describe, expect, test } from 'vitest';
import {
  isEmptySearch,
  parseSearch,
  quoteName,
  type SearchQuery,
  searchTokens,
} from '../../src/shared/searchQuery.ts';

const today = new Date(2026, 2, 1, 15);
const none = { texts: [], from: [], in: [], has: [], is: [] };
const read = (text: string): SearchQuery => parseSearch(text, today);
/** What is asked for beside nothing. */
const query = (wanted: Partial<SearchQuery>): SearchQuery => ({
  ...none,
  not: none,
  before: null,
  after: null,
  ...wanted,
});

describe('words and phrases', () => {
  test.each<[string, Partial<SearchQuery>]>([
    ['', {}],
    ['  \n ', {}],
    ['ferry  tide', { texts: ['ferry', 'tide'] }],
    ['"low tide" ferry', { texts: ['low tide', 'ferry'] }],
    ['“low tide”', { texts: ['low tide'] }],
    ['"not closed yet', { texts: ['not closed yet'] }],
    ['""', {}],
    ['潮汐 时间', { texts: ['潮汐', '时间'] }],
    [
      'ferry -tide -"low water"',
      { texts: ['ferry'], not: { ...none, texts: ['tide', 'low water'] } },
    ],
    ['- a', { texts: ['-', 'a'] }],
    ["don't C++ a-b", { texts: ["don't", 'C++', 'a-b'] }],
  ])('%j', (text, wanted) => expect(read(text)).toEqual(query(wanted)));
});

describe('filters', () => {
  test.each<[string, Partial<SearchQuery>]>([
    ['from:Mara from:@Wei', { from: ['Mara', 'Wei'] }],
    ['from:"Wei Chen" lunch', { from: ['Wei Chen'], texts: ['lunch'] }],
    ['from：陈伟 in:#午餐', { from: ['陈伟'], in: ['午餐'] }],
    ['FROM:mara', { from: ['mara'] }],
    ['-from:Mara -in:general', { not: { ...none, from: ['Mara'], in: ['general'] } }],
    ['has:link has:code has:reaction', { has: ['link', 'code', 'reaction'] }],
    [
      'is:saved is:Pinned -is:thread',
      { is: ['saved', 'pinned'], not: { ...none, is: ['thread'] } },
    ],
    ['before:2026-01-05 after:2025-12-1', { before: '2026-01-05', after: '2025-12-01' }],
    ['after:yesterday before:TODAY', { after: '2026-02-28', before: '2026-03-01' }],
  ])('%j', (text, wanted) => expect(read(text)).toEqual(query(wanted)));

  test('what is still being typed asks for nothing yet', () => {
    for (const text of [
      'from:',
      'in:#',
      'has:li',
      'is:p',
      'before:2026-1',
      'after:yest',
      'from:""',
    ])
      expect(isEmptySearch(read(text)), text).toBe(true);
  });

  test('what only looks like a filter is a word', () => {
    expect(read('https://lab:8080 12:30 colour:red has:legs before:lunch -is:odd')).toEqual(
      query({
        texts: ['https://lab:8080', '12:30', 'colour:red', 'has:legs', 'before:lunch'],
        not: { ...none, texts: ['is:odd'] },
      }),
    );
    // There is no such day.
    expect(read('before:2026-02-31')).toEqual(query({}));
  });
});

test('nothing that can be typed breaks it', () => {
  const odd = [
    '"',
    '-',
    ':',
    '-:',
    '-"',
    'from:"',
    '“',
    '\0',
    '\ud800',
    'is:',
    '::',
    '*',
    'NEAR(a',
  ];
  for (const a of odd)
    for (const b of odd)
      for (const text of [a + b, `${a} ${b}`, `x${a}${b}`]) {
        const tokens = searchTokens(text);
        // Pieces stand in order and do not overlap.
        for (const [index, { start, end }] of tokens.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(tokens[index - 1]?.end ?? 0);
        }
        expect(() => read(text)).not.toThrow();
      }
});

test('a name with spaces is quoted, and read back as it was', () => {
  for (const name of ['Mara', 'Wei Chen', '陈伟'])
    expect(read(`from:${quoteName(name)} x`)).toEqual(query({ from: [name], texts: ['x'] }));
});
