// Help while writing: formatting by keys and buttons, and what the letters before the cursor may mean.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type TalkTest, talkTest } from './support/talkTest.ts';

let talk: TalkTest;
beforeEach(async () => {
  talk = await talkTest();
});
afterEach(() => talk.close());

const field = () => talk.find('composer-input') as HTMLTextAreaElement;
const write = (text: string) => talk.type('composer-input', text);
const key = (name: string, more: KeyboardEventInit = {}) => talk.key('composer-input', name, more);

describe('formatting', () => {
  const select = (start: number, end: number) => field().setSelectionRange(start, end);
  const press = (code: string, more: KeyboardEventInit = {}) =>
    key(code.slice(3).toLowerCase(), { code, ctrlKey: true, ...more });

  it.each([
    ['KeyB', {}, 'a **word** here'],
    ['KeyI', {}, 'a _word_ here'],
    ['KeyE', {}, 'a `word` here'],
    ['KeyX', { shiftKey: true }, 'a ~~word~~ here'],
    ['KeyL', { shiftKey: true }, 'a [word]() here'],
  ])('%s goes around what is selected', async (code, more, text) => {
    await write('a word here');
    select(2, 6);
    expect(await press(code, more)).toBe(true);
    expect(field().value).toBe(text);
  });

  it('is taken away again by the same key', async () => {
    await write('a word here');
    select(2, 6);
    await press('KeyB');
    await press('KeyB');
    expect(field().value).toBe('a word here');
    expect([field().selectionStart, field().selectionEnd]).toEqual([2, 6]);
  });

  it('makes lines of code a block, and lines a list or a quote', async () => {
    await write('one\ntwo');
    select(0, 7);
    await press('KeyE');
    expect(field().value).toBe('```\none\ntwo\n```');
    await write('one\ntwo');
    await talk.click('composer-format');
    select(0, 7);
    await talk.click('format-numbers');
    expect(field().value).toBe('1. one\n2. two');
    select(0, 14);
    await talk.click('format-numbers');
    await talk.click('format-quote');
    expect(field().value).toBe('> one\n> two');
  });
});

describe('completion', () => {
  const offered = () => talk.all('choice').map(talk.text);

  it('offers people, everybody, channels and emoji', async () => {
    await write('hi @');
    expect(offered().join()).toContain('Mara Lind');
    expect(offered().join()).toContain('@here');
    await write('see #har');
    expect(offered()).toEqual(['#hardware']);
    await write('nice :tad');
    await eventually(() => expect(offered().join()).toContain(':tada:'));
    await key('Enter');
    expect(field().value).toBe('nice 🎉 ');
    expect(talk.heard('message.send')).toEqual([]);
  });

  it('offers what is meant last, whoever was named before it', async () => {
    await write('ask @Mara Lind in #har');
    expect(offered()).toEqual(['#hardware']);
    await write('ask @Mara Lind, @no');
    expect(offered().join()).not.toContain('Mara Lind');
  });

  it('says to a screen reader which one is chosen', async () => {
    await write('hi @');
    const first = field().getAttribute('aria-activedescendant');
    await key('ArrowDown');
    const second = field().getAttribute('aria-activedescendant');
    expect(second).not.toBe(first);
    const chosen = document.querySelector('[role="option"][aria-selected="true"]');
    expect(chosen?.id).toBe(second);
    expect(field().getAttribute('aria-controls')).toBe(talk.find('completion')?.id);
  });

  it('goes with Escape, which then does nothing else', async () => {
    await write('hi @');
    expect(await key('Escape')).toBe(true);
    expect(talk.find('completion')).toBeNull();
    expect(field().value).toBe('hi @');
  });

  it.each(['mail me@', '12:30', '注意:你好', 'a:b', 'C# is', 'x /me', '#'.repeat(3)])(
    'keeps quiet about %j',
    async (text) => {
      await write(text);
      expect(talk.find('completion')).toBeNull();
    },
  );

  it('turns short names into emoji on sending, except in code', async () => {
    await write(':tada: `:tada:`');
    await key('Enter');
    await eventually(() => expect(talk.heard('message.send')).toHaveLength(1));
    expect(talk.heard('message.send')).toMatchObject([{ text: '🎉 `:tada:`' }]);
  });
});
