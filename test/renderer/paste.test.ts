// Pasting: rich text becomes Markdown, looks alone stay behind, and nothing of the page comes along.
import { afterEach, describe, expect, it } from 'vitest';
import { richText, toMarkdown } from '../../src/renderer/composer/pasted.ts';
import { eventually } from '../support/eventually.ts';
import { carrying, send } from './support/carrying.ts';
import { hostileTexts } from './support/hostile.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

const markdown = async (html: string): Promise<string | null> => {
  const page = richText(html);
  return page && toMarkdown(page);
};

describe('rich text', () => {
  it.each([
    ['<b>bold</b> and <i>it</i>, <s>not</s>', '**bold** and _it_, ~~not~~'],
    ['<h2>Plan</h2><p>one<br>two</p>', '**Plan**\n\none\ntwo'],
    ['<ul><li>a</li><li><b>b</b><ul><li>c</li></ul></li></ul>', '- a\n- **b**\n  - c'],
    ['<ol start="3"><li>c</li><li>d</li></ol>', '3. c\n4. d'],
    ['<blockquote><p>said</p></blockquote>', '> said'],
    ['<p>run <code>npm test</code></p>', 'run `npm test`'],
    ['<pre><code class="language-js">const a = 1;\n</code></pre>', '```js\nconst a = 1;\n```'],
    ['<a href="https://lab.local/a(1)">docs</a>', '[docs](https://lab.local/a%281%29)'],
    ['<a href="https://lab.local/">https://lab.local/</a>', 'https://lab.local/'],
    ['<a href="javascript:x">press</a> <b>x</b>', 'press **x**'],
    ['<b>snake_case 2*3 [x]</b>', '**snake_case 2*3 [x]**'],
    ['<b style="font-weight:normal"><p>one</p><p><em>two</em></p></b>', 'one\n\n_two_'],
    ['<p>a<img src="x" onerror="window.hurt=1"><b>b</b></p>', 'a**b**'],
    ['<b>done</b> <img src="x" alt="🎉">', '**done** 🎉'],
  ])('%s', async (html, text) => {
    expect((await markdown(html))?.replaceAll(/ +\n/g, '\n')).toBe(text);
  });

  it.each([
    ['no formatting', '<p>plain</p><div>text</div>'],
    [
      'colours of an editor',
      '<div style="font-family:monospace"><span style="color:red">const</span></div>',
    ],
    ['a table', '<table><tr><td><b>a</b></td><td>1</td></tr></table>'],
    ['an empty bold', '<b> </b>plain'],
    ['nothing', ''],
    ['far too much', `<b>x</b>${'x'.repeat(600_000)}`],
  ])('of %s is left to the plain text', (_name, html) => {
    expect(richText(html)).toBeNull();
  });

  it('runs nothing of what it reads', async () => {
    for (const text of hostileTexts) await markdown(`<b>x</b>${text}`);
    expect(window).not.toHaveProperty('hurt');
  });
});

describe('into the field', () => {
  let talk: TalkTest;
  afterEach(() => talk.close());
  const field = () => talk.find('composer-input') as HTMLTextAreaElement;

  /** Answers whether the field was left to take the plain text by itself. */
  function paste(html: string, plain: string): boolean {
    const data = carrying([], { 'text/html': html, 'text/plain': plain });
    const event = send(field(), 'paste', data);
    return !event.defaultPrevented;
  }

  it('comes where the cursor is, as Markdown', async () => {
    talk = await talkTest();
    await talk.type('composer-input', 'see  now');
    field().setSelectionRange(4, 4);
    expect(paste('<b>this</b>', 'this')).toBe(false);
    await eventually(() => expect(field().value).toBe('see **this** now'));
  });

  it('is plain with Ctrl+Shift+V, and without formatting', async () => {
    talk = await talkTest();
    const keys = { code: 'KeyV', ctrlKey: true, shiftKey: true };
    await talk.key('composer-input', 'V', keys);
    expect(paste('<b>this</b>', 'this')).toBe(true);
    expect(paste('<p>this</p>', 'this')).toBe(true);
    expect(paste('<b>this</b>', 'this')).toBe(false);
  });
});
