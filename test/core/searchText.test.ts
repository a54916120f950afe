// How texts are compared, and what of a text a result shows.
import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../src/core/search/excerpt.ts';
import { fold, foldMapped } from '../../src/core/search/fold.ts';
import { gramsOf } from '../../src/core/search/grams.ts';

describe('the same, whoever types it', () => {
  test.each([
    ['Crème Brûlée', 'creme brulee'],
    ['STRASSE', 'Straße'],
    ['ŁÓDŹ', 'łodz'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Ёлка', 'елка'],
    ['Σίσυφος', 'σισυφοσ'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد', 'محمد'],
    ['أحمد', 'احمد'],
    ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['한국어'.normalize('NFD'), '한국어'],
    ['é'.normalize('NFD'), 'É'],
    ['❤️', '❤'],
    ['two\n lines\t', ' two lines'],
  ])('%s and %s', (one, other) => expect(fold(one)).toBe(fold(other)));

  test.each([
    ['か', 'が'],
    ['กิน', 'กัน'],
    ['कि', 'की'],
    ['王', '玉'],
  ])('%s and %s are different', (one, other) => expect(fold(one)).not.toBe(fold(other)));

  test('folding piece by piece is folding the whole', () => {
    for (const text of ['Crème\u0301 ﬁne 한국', 'ｶﾞ ㄱㅏ é', '👩‍👩‍👧 ❤️ x', 'a\u0301'.repeat(50)])
      expect(foldMapped(text).folded.trim()).toBe(fold(text));
  });

  test('ten thousand marks on one letter', () => {
    const text = `x${'\u0301\u0323\u0489'.repeat(3400)} after`;
    expect(fold(text)).toMatch(/^x.* after$/s);
    expect(excerptOf(text, ['after']).filter(({ hit }) => hit)).toEqual([
      { text: 'after', hit: true },
    ]);
  });
});

describe('what a result shows', () => {
  const shown = (text: string, ...wanted: string[]): string =>
    excerptOf(text, wanted.map(fold))
      .map((part) => (part.hit ? `[${part.text}]` : part.text))
      .join('');

  test.each([
    ['The Ferry leaves', ['ferr'], 'The [Ferr]y leaves'],
    ['Crème brûlée', ['creme', 'lee'], '[Crème] brû[lée]'],
    ['die Straße', ['strasse'], 'die [Straße]'],
    // Half a letter is shown whole.
    ['die Straße', ['stras'], 'die [Straß]e'],
    ['a 👩‍👩‍👧 b', ['👩'], 'a [👩‍👩‍👧] b'],
    ['👍🏽 ok', ['👍'], '[👍🏽] ok'],
    ['今天下午开会', ['下午'], '今天[下午]开会'],
    ['aaaa', ['aa', 'aaa'], '[aaaa]'],
    ['line one\n\nline two', ['one line'], 'line [one line] two'],
    ['nothing of it', ['x'], 'nothing of it'],
    ['anything', [], 'anything'],
  ])('%s', (text, wanted, expected) => expect(shown(text, ...wanted)).toBe(expected));

  test('a stretch around the first hit of a long text', () => {
    const long = `${'before '.repeat(100)}needle ${'after '.repeat(100)}`;
    const result = shown(long, 'needle');
    expect(result).toMatch(/^…before .*\[needle\] after .*…$/);
    expect(result.length).toBeLessThan(160);
  });

  test('16 KiB of one word, and what is found in its middle', () => {
    const word = 'x'.repeat(8000) + 'Nadel' + 'x'.repeat(8000);
    expect(shown(word, 'nadel')).toMatch(/^…x{40}\[Nadel\]x+…$/);
    expect(shown('a'.repeat(16_384), 'a').length).toBeLessThan(300);
  });
});

test('a long text is looked for by few grams, its ends among them', () => {
  const grams = gramsOf('abcdefghijklmnopqrstuvwxyz'.repeat(30));
  expect(grams.length).toBeLessThanOrEqual(20);
  expect(grams).toContain('abc');
  expect(grams).toContain('xyz');
  expect([gramsOf('a'), gramsOf('ab'), gramsOf('a b'), gramsOf('')]).toEqual([
    ['a'],
    ['ab'],
    ['a b'],
    [],
  ]);
});
