import { describe, expect, test } from 'vitest';
import { limits, nameKey } from '../../src/shared/entities.ts';
import { findMentions } from '../../src/shared/mentions.ts';

const people = new Map(
  ['Ann', 'Ann Lee', 'Annika', '小明', '小明明', 'Zoë', 'O.B.'].map((name) => [
    nameKey(name),
    name,
  ]),
);

/** Who is called, and by which words. */
function called(text: string): [who: string, words: string][] {
  const spans = findMentions(text, (key) => people.get(key), limits.name);
  return spans.map(({ start, end, mention }) => [mention, text.slice(start, end)]);
}

describe('mentions', () => {
  test.each<[string, [string, string][]]>([
    ['hi @Ann', [['Ann', '@Ann']]],
    ['@ann, come', [['Ann', '@ann']]],
    ['(@Ann)', [['Ann', '@Ann']]],
    [
      '@Ann Lee and @Ann',
      [
        ['Ann Lee', '@Ann Lee'],
        ['Ann', '@Ann'],
      ],
    ],
    ['@Annika', [['Annika', '@Annika']]],
    ['@Ann\nLee', [['Ann', '@Ann']]],
    ['@Zoe\u0308!', [['Zoë', '@Zoe\u0308']]],
    ['@Ann@Annika', [['Ann', '@Ann']]],
    ['@O.B. too', [['O.B.', '@O.B.']]],
  ])('in %j', (text, expected) => expect(called(text)).toEqual(expected));

  test.each(['@Anna', '@Annlike', 'mara@Ann', 'a.@Ann', '@@Ann', '@', '@ Ann', '@nobody', 'Ann'])(
    'nobody is called by %j',
    (text) => expect(called(text)).toEqual([]),
  );

  test('scripts without spaces: the longest name, also with text right behind it', () => {
    expect(called('@小明你好')).toEqual([['小明', '@小明']]);
    expect(called('@小明明你好')).toEqual([['小明明', '@小明明']]);
    expect(called('你好@小明,在吗')).toEqual([['小明', '@小明']]);
    expect(called('@小明 and @Ann来')).toEqual([
      ['小明', '@小明'],
      ['Ann', '@Ann'],
    ]);
  });

  test('groups are called by name, in any case', () => {
    expect(called('@channel: lunch, @HERE!')).toEqual([
      ['channel', '@channel'],
      ['here', '@HERE'],
    ]);
    expect(called('@channels @hereby')).toEqual([]);
  });

  test('a name is not looked for behind its longest length', () => {
    const long = 'x'.repeat(limits.name);
    const find = (text: string) =>
      findMentions(text, (key) => (key === long ? 'X' : undefined), limits.name);
    expect(find(`@${long} y`)).toHaveLength(1);
    expect(find(`@${long}y`)).toHaveLength(0);
  });

  test('a text of nothing but calls costs no more than a long one', () => {
    let asked = 0;
    const nobody = (): undefined => void asked++;
    findMentions('-@'.repeat(limits.textBytes / 2), nobody, limits.name);
    expect(asked).toBeLessThan(10_000);
    expect(asked).toBeGreaterThan(0);
  });
});
