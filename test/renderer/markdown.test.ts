// How a message's text is read and drawn: Markdown as people write it in a conversation, everything
// else as typed, and nothing that anybody wrote ever more than words.
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, describe, expect, it, vi } from 'vitest';
import MessageText from '../../src/renderer/components/conversation/MessageText.vue';
import { makeI18n } from '../../src/renderer/i18n.ts';
import { readText } from '../../src/shared/text/markdown.ts';
import { plainText } from '../../src/shared/text/plain.ts';
import { eventually } from '../support/eventually.ts';
import { harmIn, heavyTexts, hostileTexts } from './support/hostile.ts';
import { settle } from './support/mountApp.ts';

let box: VueWrapper | undefined;
afterEach(() => {
  box?.unmount();
  box = undefined;
});

/** The message by itself: its text is all that counts here. */
async function show(
  text: string,
  more: { action?: boolean; compact?: boolean } = {},
): Promise<Element> {
  setActivePinia(createPinia());
  box?.unmount();
  box = mount(MessageText, {
    attachTo: document.body,
    props: { text, mentions: null, ...more },
    global: { plugins: [makeI18n()] },
  });
  await settle();
  return box.get('[data-testid="message-text"]').element;
}
/** Its elements, without the attributes that only look. */
const drawn = async (text: string): Promise<string> =>
  (await show(text)).innerHTML
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(
      / (?:dir|class|target|rel|title|role|tabindex|data-testid|data-v-\w+)="[^"]*"/g,
      '',
    );
const roundTrip = (text: string): string => JSON.stringify(readText(text));

describe('Markdown', () => {
  it.each([
    ['**bold** _it_ *it* ~~no~~', '<p><strong>bold</strong> <em>it</em> <em>it</em> <s>no</s></p>'],
    ['`a*b*` **`c`**', '<p><code>a*b*</code> <strong><code>c</code></strong></p>'],
    ['**重要。**请看', '<p><strong>重要。</strong>请看</p>'],
    ['> said\nanswer', '<blockquote><p>said</p></blockquote><p>answer</p>'],
    [
      'Buy:\n- milk\n- tea\nThanks',
      '<p>Buy:</p><ul><li><p>milk</p></li><li><p>tea</p></li></ul><p>Thanks</p>',
    ],
    ['3. c\n7. g', '<ol><li value="3"><p>c</p></li><li value="7"><p>g</p></li></ol>'],
    ['[docs](https://lab.local/a)', '<p><a href="https://lab.local/a">docs</a></p>'],
    [
      'see https://lab.local/_x_y.',
      '<p>see <a href="https://lab.local/_x_y">https://lab.local/_x_y</a>.</p>',
    ],
    [
      '(<https://lab.local/>)',
      '<p>(&lt;<a href="https://lab.local/">https://lab.local/</a>&gt;)</p>',
    ],
  ])('%j', async (text, html) => {
    expect(await drawn(text)).toBe(html);
  });

  it.each([
    '# no heading',
    'a line\n---\nb',
    '| a | b |\n|---|---|',
    '2*3*4 = 24 and a_b_c',
    '\\\\nas\\share and C:\\_build and dir\\*.txt or dir\\*.md',
    '  indented\n    more',
    'two\n\n\n\nempty lines',
    '&amp; &lt;b&gt; <b>x</b>',
    '-',
    '1.',
    '***',
    '[x]: https://lab.local/',
    '[ ] a task',
    '¯\\_(ツ)_/¯',
    '12:30:45',
    'trailing   \nspaces',
  ])('leaves %j as typed', async (text) => {
    const part = await show(text);
    expect(part.textContent).toBe(text);
    expect(part.querySelector('strong,em,ul,ol,h1,table')).toBeNull();
  });

  it('takes a sign before which a backslash stands as itself', async () => {
    expect(await drawn('\\*not it\\* and \\_this\\_')).toBe('<p>*not it* and _this_</p>');
  });

  it('shows an image as typed, its address as a link', async () => {
    expect(await drawn('![cat](https://lab.local/cat.png)')).toContain('![cat](<a href=');
  });

  it('keeps what lies too deep, with its signs', () => {
    const deep = '> '.repeat(60) + 'treasure';
    expect(roundTrip(deep)).toContain(`${'> '.repeat(60)}treasure`);
  });

  it('shows where a link leads whose words name another place', async () => {
    expect(await drawn('[https://bank.example](https://evil.example/x)')).toContain(
      'https://bank.example (https://evil.example/x)',
    );
    expect(await drawn('[bank.example](https://bank.example/x)')).not.toContain('(https');
  });

  it('has its text on one line, without signs', () => {
    expect(plainText('**a**\n> b\n- [c](https://x.example)\n```js\nd\n```')).toBe('a b • c d');
    expect(plainText('x'.repeat(20_000)).length).toBeLessThan(500);
  });
});

describe('code', () => {
  const find = (id: string) => box?.get(`[data-testid="${id}"]`);

  it('has its language, its colours and a button that copies it', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await show('```js\nconst a = "<b>";\n```');
    const block = find('code-block');
    expect(block?.get('.code-language').text()).toBe('js');
    await eventually(() => expect(block?.find('.code-keyword').exists()).toBe(true));
    expect(block?.get('.code-keyword').text()).toBe('const');
    expect(block?.get('code').element.textContent).toBe('const a = "<b>";');
    await find('code-copy')?.trigger('click');
    expect(writeText).toHaveBeenCalledWith('const a = "<b>";');
    writeText.mockRestore();
  });

  it('is plain in a language that nobody knows, and without one', async () => {
    expect(await drawn('```klingon\nqapla\n```')).toContain('qapla');
    expect(await drawn('```\nplain\n```')).toContain('plain');
    expect(await drawn('```words first\nthen code```')).toContain('words first\nthen code');
  });

  it('of many lines is cut until somebody wants it all', async () => {
    await show(`\`\`\`\n${'line\n'.repeat(40)}\`\`\``);
    expect(find('code-block')?.get('pre').classes()).toContain('short');
    await find('code-more')?.trigger('click');
    expect(find('code-block')?.get('pre').classes()).not.toContain('short');
  });
});

describe('sizes', () => {
  it('shows up to three emoji large', async () => {
    const large = async (text: string) => {
      await show(text);
      return box?.classes('large');
    };
    expect(await large('🎉 👩🏽‍🔬')).toBe(true);
    expect(await large('🎉🎉🎉🎉')).toBe(false);
    expect(await large('🎉 x')).toBe(false);
  });

  it('cuts a very long message until somebody wants it all', async () => {
    await show('line\n'.repeat(60));
    expect(box?.classes('cut')).toBe(true);
    await box?.get('[data-testid="message-all"]').trigger('click');
    expect(box?.classes('cut')).toBe(false);
  });

  it('is one line of plain text where there is room for no more', async () => {
    const part = await show('**a**\n\n`b` [c](https://x.example)', { compact: true });
    expect(part.textContent).toBe('a b c');
    expect(part.children).toHaveLength(0);
  });
});

describe('hostile texts', () => {
  it.each(hostileTexts)('%j stays words', async (text) => {
    await show(text);
    expect(box && harmIn(box.element)).toEqual([]);
  });

  it.each(heavyTexts)('%s is shown', async (_name, text) => {
    const part = await show(text);
    expect(box && harmIn(box.element)).toEqual([]);
    expect(part.textContent?.length).toBeGreaterThan(1_000);
  });

  it('in one message together stay words', async () => {
    await show(hostileTexts.join('\n'));
    expect(box && harmIn(box.element)).toEqual([]);
  });
});
