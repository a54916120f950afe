// What programs send, as people read it: drawn by the window's own parser, so that a title is seen to
// end where it ends.
import { describe, expect, test } from 'vitest';
import { HookMessage, toMarkdown } from '../../server/hooks/markdown.ts';
import type { Block, Inline } from '../../src/shared/text/nodes.ts';
import { readText } from '../../src/shared/text/markdown.ts';

const write = (message: object): string => toMarkdown(HookMessage.parse(message));

describe('a message', () => {
  test.each([
    [{ text: 'just *text*\n\n' }, 'just *text*'],
    [{ title: 'Build' }, '**Build**'],
    [{ title: ' Build\nfailed ', text: 'see' }, '**Build failed**\nsee'],
    [{ title: 'Build', link: 'https://ci.example/1' }, '**Build** https://ci.example/1'],
    [{ link: 'https://ci.example/1', text: 'see' }, 'https://ci.example/1\nsee'],
    [
      { text: 'top', attachments: [{ title: 'Log', text: 'one\r\ntwo' }, {}, { text: 'three' }] },
      'top\n\n> **Log**\n> one\n> two\n\n> three',
    ],
    [
      {
        attachments: [
          {
            fields: [
              { name: 'host', value: 'a\nb' },
              { name: 'ok', value: true },
            ],
          },
        ],
      },
      '> **host:** a\n> b\n> **ok:** true',
    ],
  ])('%j', (message, text) => expect(write(message)).toBe(text));

  test('takes web addresses alone as links', () => {
    for (const link of ['javascript:alert(1)', 'lanline://x', 'ftp://x', 'https://a b', 'x'])
      expect(HookMessage.safeParse({ text: 'x', link }).success).toBe(false);
  });
});

const nasty = [
  '**x**',
  'a** b',
  '*',
  '`code`',
  '`',
  'my_file 2*3',
  '[a](http://evil.example)',
  'a](http://evil.example)',
  String.raw`back\slash`,
  String.raw`ends\ `,
  String.raw`\*a*`,
  String.raw`\**`,
  '~~y~~',
  '___',
  '> quote',
  '- list',
  '```',
  '重要**。**请看',
];

const textOf = (inside: Inline[]): string =>
  inside.map((one) => ('text' in one ? one.text : textOf(one.inside))).join('');
const kindsOf = (inside: Inline[]): string[] =>
  inside.flatMap((one) => [one.kind, ...('inside' in one ? kindsOf(one.inside) : [])]);
const firstOf = (blocks: Block[]): Inline[] => {
  const [block] = blocks;
  return block?.kind === 'paragraph' ? block.inside : [];
};

describe.each(nasty)('a title of %s', (title) => {
  test('ends where it ends', () => {
    const blocks = readText(write({ title, text: '*after*' }));
    expect(blocks).toHaveLength(1);
    const inside = firstOf(blocks);
    // What follows is drawn as if nothing had been before it.
    expect(inside.at(-1)).toEqual({ kind: 'em', inside: [{ kind: 'text', text: 'after' }] });
    const before = inside.slice(0, -1);
    expect(kindsOf(before).filter((kind) => !['text', 'strong', 'link'].includes(kind))).toEqual(
      [],
    );
    expect(kindsOf(before).filter((kind) => kind === 'strong').length).toBeLessThan(2);
    // Only strokes may have come in.
    const shown = textOf(before).replaceAll('\\', '').trim();
    expect(shown).toBe(title.replaceAll('\\', '').trim());
  });

  test('as a field’s name stays in its quote', () => {
    const message = { attachments: [{ fields: [{ name: title, value: 'v' }] }], text: 'top' };
    const blocks = readText(write(message));
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'quote']);
  });
});
