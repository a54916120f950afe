// Emoji: their names in both languages, the picker, and short names in texts.
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import EmojiPicker from '../../src/renderer/components/emoji/EmojiPicker.vue';
import { emojiBook, type EmojiBook } from '../../src/renderer/emoji/book.ts';
import { findEmoji, hasShort, withEmoji } from '../../src/renderer/emoji/find.ts';
import { arrow, browseRows } from '../../src/renderer/emoji/rows.ts';
import { makeI18n } from '../../src/renderer/i18n.ts';
import { Emoji } from '../../src/shared/entities.ts';
import { eventually } from '../support/eventually.ts';
import { settle } from './support/mountApp.ts';

let en: EmojiBook;
let zh: EmojiBook;
const found = (book: EmojiBook, query: string) =>
  findEmoji(book, query, 60).map(({ emoji }) => emoji);

beforeEach(async () => {
  setActivePinia(createPinia());
  [en, zh] = await Promise.all([emojiBook('en'), emojiBook('zh-CN')]);
});
afterEach(() => localStorage.clear());

describe('the book', () => {
  it('holds only what the server takes for one emoji, with every skin tone', () => {
    const all = en.all.flatMap(({ emoji, tones }) => [emoji, ...tones]);
    expect(all.length).toBeGreaterThan(3000);
    expect(all.filter((emoji) => !Emoji.safeParse(emoji).success)).toEqual([]);
  });

  it('knows the names that people type', () => {
    const known = ['smile', 'tada', '+1', 'thumbsup', 'heart', 'de', 'eyes', 'white_check_mark'];
    expect(known.map((name) => en.byShort.get(name)?.emoji)).toEqual([
      '😄',
      '🎉',
      '👍',
      '👍',
      '❤️',
      '🇩🇪',
      '👀',
      '✅',
    ]);
  });

  it('is searched by name, in Chinese as well as in English', () => {
    expect(found(en, 'tad')[0]).toBe('🎉');
    expect(found(en, ':smile:')[0]).toBe('😄');
    expect(found(zh, '庆祝')).toContain('🎉');
    expect(found(zh, 'tada')[0]).toBe('🎉');
    expect(zh.byEmoji.get('👍')?.label).toMatch(/\p{Script=Han}/u);
    expect(found(en, 'no such thing at all')).toEqual([]);
  });
});

describe('short names', () => {
  it.each([
    [':tada:', '🎉'],
    ['done :+1::tada:', 'done :+1::tada:'],
    ['好:tada:！', '好🎉！'],
    ['at 12:100:45', 'at 12:100:45'],
    ['`:tada:` and :TADA:', '`:tada:` and 🎉'],
    ['```\n:tada:\n``` :tada:', '```\n:tada:\n``` 🎉'],
    [':no_such_name:', ':no_such_name:'],
    ['https://lab.local/:tada:x', 'https://lab.local/:tada:x'],
  ])('%s becomes %s', (text, becomes) => {
    expect(withEmoji(text, en, 0)).toBe(becomes);
  });

  it('take the skin tone, where there is one', () => {
    expect(withEmoji(':+1: :tada:', en, 5)).toBe('👍🏿 🎉');
    expect(hasShort('a:b')).toBe(false);
    expect(hasShort(':tada:')).toBe(true);
  });
});

describe('the grid', () => {
  it('moves by arrows as it looks, also across groups', () => {
    const layout = browseRows(en, ['👍', '🎉', '👀']);
    expect(arrow(layout, 0, 'ArrowRight')).toBe(1);
    expect(arrow(layout, 1, 'ArrowDown')).toBe(4);
    expect(arrow(layout, 4, 'ArrowUp')).toBe(1);
    expect(arrow(layout, 9, 'ArrowUp')).toBe(2);
    expect(arrow(layout, 0, 'ArrowLeft')).toBe(0);
    expect(arrow(layout, layout.cells.length - 1, 'ArrowDown')).toBe(layout.cells.length - 1);
    expect(arrow(layout, 0, 'a')).toBeNull();
  });
});

describe('the picker', () => {
  const open = async () => {
    const picker = mount(EmojiPicker, {
      attachTo: document.body,
      global: { plugins: [makeI18n()] },
    });
    await settle();
    await eventually(() =>
      expect(picker.findAll('[data-testid="emoji"]').length).toBeGreaterThan(20),
    );
    const press = (key: string) => picker.get('input').trigger('keydown', { key });
    return { picker, press, picked: () => picker.emitted('pick')?.flat() };
  };

  it('draws what is on screen only', async () => {
    const { picker } = await open();
    expect(picker.findAll('[data-testid="emoji"]').length).toBeLessThan(150);
    picker.unmount();
  });

  it('finds while one types and gives the first by Enter', async () => {
    const { picker, press, picked } = await open();
    await picker.get('input').setValue('tada');
    await press('Enter');
    expect(picked()).toEqual(['🎉']);
    picker.unmount();
  });

  it('walks with the arrows, and remembers what was used', async () => {
    const first = await open();
    await first.press('ArrowDown');
    await first.press('ArrowRight');
    await first.press('ArrowDown');
    await first.press('Enter');
    const [emoji] = first.picked() ?? [];
    expect(emoji).toBeDefined();
    first.picker.unmount();
    const second = await open();
    await second.press('Enter');
    expect(second.picked()).toEqual([emoji]);
    second.picker.unmount();
  });

  it('gives people in the chosen skin tone', async () => {
    const { picker, press, picked } = await open();
    await picker.get('[data-testid="emoji-tone"]').trigger('click');
    await picker.findAll('[role="radio"]')[3]?.trigger('click');
    await picker.get('input').setValue('wave');
    await press('Enter');
    expect(picked()).toEqual(['👋🏽']);
    picker.unmount();
  });

  it('says so when there is none of that name', async () => {
    const { picker } = await open();
    await picker.get('input').setValue('qqqqqq');
    expect(picker.get('[role="status"]').text()).toContain('No emoji');
    picker.unmount();
  });
});
