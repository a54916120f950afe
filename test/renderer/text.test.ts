// What a message's text becomes: links that are safe to open, mentions, and plain text.
import { describe, expect, it } from 'vitest';
import { colourOf, initial } from '../../src/renderer/text/initials.ts';
import { findLinks, safeHref } from '../../src/shared/text/links.ts';
import { rank } from '../../src/renderer/text/rank.ts';
import { callsMe, type Names, segments } from '../../src/renderer/text/segments.ts';

const links = (text: string) => findLinks(text).map(({ start, end }) => text.slice(start, end));

describe('links', () => {
  it.each([
    ['see https://lab.local/a?b=c#d now', 'https://lab.local/a?b=c#d'],
    ['(https://lab.local/a).', 'https://lab.local/a'],
    ['https://lab.local/wiki/Line_(wire)', 'https://lab.local/wiki/Line_(wire)'],
    ['看https://lab.local/测试。好', 'https://lab.local/测试'],
    ['mailto:mara@lab.local!', 'mailto:mara@lab.local'],
    ['HTTP://LAB.LOCAL:7788', 'HTTP://LAB.LOCAL:7788'],
  ])('finds the address in %s', (text, address) => {
    expect(links(text)).toEqual([address]);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'lanline://join',
    'https://',
    'https://user:secret@evil.example/',
    'https://lab.local@evil.example/',
    'mailto:',
    'mailto:?subject=x',
    'about:blank',
    'ftp://lab.local/',
  ])('leaves %s as text', (text) => {
    expect(links(text)).toEqual([]);
    expect(safeHref(text)).toBeUndefined();
  });

  it('opens the inner address of another scheme at most', () => {
    expect(safeHref('blob:https://lab.local/1')).toBeUndefined();
    expect(links('blob:https://lab.local/1')).toEqual(['https://lab.local/1']);
  });

  it('takes no time over hostile text', () => {
    const started = performance.now();
    findLinks('https://'.repeat(2_000) + ')'.repeat(2_000));
    findLinks(`https://a/${'(('.repeat(3_000)}${'))'.repeat(3_000)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

const people = new Map([
  ['ann', 'id-ann'],
  ['mara lind', 'id-mara'],
  ['陈伟', 'id-wei'],
]);
const names: Names = { idOf: (key) => people.get(key), longest: 9 };
const mentions = (text: string, called: string[] | null = null) =>
  segments(text, names, called).flatMap((part) => (part.kind === 'mention' ? [part.text] : []));

describe('segments', () => {
  it('keeps every character of the text', () => {
    const text = '@Mara Lind  see https://lab.local/x \n\n 下午@陈伟来 @nobody @ann';
    expect(
      segments(text, names, null)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(mentions(text)).toEqual(['@Mara Lind', '@陈伟', '@ann']);
  });

  it('colours only whom the server says the message calls', () => {
    expect(mentions('@ann @Mara Lind', ['id-mara'])).toEqual(['@Mara Lind']);
    expect(mentions('@here @ann', [])).toEqual([]);
  });

  it('finds no person inside an address', () => {
    expect(mentions('mail x@ann or x.@ann')).toEqual([]);
  });

  it('knows a call to me from one to others, and my own to everybody', () => {
    expect(callsMe(['me'], 'ann', 'me')).toBe(true);
    expect(callsMe(['bob'], 'ann', 'me')).toBe(false);
    expect(callsMe(['channel'], 'ann', 'me')).toBe(true);
    expect(callsMe(['here'], 'me', 'me')).toBe(false);
  });
});

describe('names', () => {
  it('takes one letter of a name, whatever it begins with', () => {
    expect(initial('mara')).toBe('M');
    expect(initial('  (陈伟)')).toBe('陈');
    expect(initial('👩‍🔬 Lab')).toBe('👩‍🔬');
    expect(initial('')).toBe('?');
    expect(initial('ömer')).toBe('Ö');
    expect(initial('e\u0301lan')).toBe('E\u0301');
    expect(initial('नि ता')).toBe('नि');
    expect(initial('7 Wochen')).toBe('7');
    expect(initial(`Z${'\u0351'.repeat(500)}`).length).toBeLessThan(6);
  });

  it('gives one id one colour', () => {
    expect(colourOf('abc')).toBe(colourOf('abc'));
    expect(colourOf('abc')).toBeLessThan(8);
  });

  it('ranks beginnings before words before the rest', () => {
    const found = rank(['xlab', 'the lab', 'lab-2', 'office'], 'LAB', (name) => name);
    expect(found).toEqual(['lab-2', 'the lab', 'xlab']);
    expect(rank(['b', 'a'], ' ', (name) => name)).toEqual(['b', 'a']);
  });
});
