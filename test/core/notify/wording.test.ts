// What of a message a notification tells: plain, short, and nothing that acts.
import { describe, expect, it } from 'vitest';
import { aboutMessages, nameOf, type Privacy } from '../../../src/core/notify/wording.ts';
import type { HeardNow } from '../../../src/core/db/heardCalls.ts';

const said = (text: string, more: Partial<HeardNow['place']> = {}): HeardNow => ({
  messages: [{ conversation: 'c', seq: 1, thread: null, calls: false }],
  newest: { seq: 1, author: 'Wei', text },
  place: { kind: 'channel', name: 'general', mayPost: true, ...more },
});
const textOf = (text: string) => aboutMessages(said(text), 1, 'text').text;

describe('the text', () => {
  it.each([
    ['**bold** and `code`', 'bold and code'],
    ['> quoted\n\nanswer', 'quoted answer'],
    ['- one\n- two', '• one • two'],
    ['[here](https://lab.example)', 'here'],
    ['a\u202eb\u2066c', 'a b c'],
    ['tab\there\nline', 'tab here line'],
    ['zero\u200bwidth', 'zero width'],
    [`e${'\u0301'.repeat(100)}nd`, `e${'\u0301'.repeat(4)}nd`],
  ])('of %j is %j', (text, expected) => {
    expect(textOf(text)?.normalize('NFC')).toBe(expected.normalize('NFC'));
  });

  it('is bounded, and not cut through a character', () => {
    const long = textOf('😀'.repeat(8000)) ?? '';
    expect(long.length).toBeLessThanOrEqual(240);
    expect(long.isWellFormed()).toBe(true);
    expect(nameOf('x'.repeat(500)).length).toBeLessThanOrEqual(60);
    expect(nameOf('\u202e')).toBe('…');
  });
});

describe('privacy', () => {
  const about = (privacy: Privacy, kind: 'channel' | 'direct' | 'group' = 'channel') =>
    aboutMessages(said('secret', { kind }), 3, privacy);

  it('tells everything, names, or nothing', () => {
    expect(about('text')).toMatchObject({ author: 'Wei', place: 'general', text: 'secret' });
    expect(about('name')).toMatchObject({
      author: 'Wei',
      place: 'general',
      text: null,
      reply: true,
    });
    expect(about('nothing')).toMatchObject({ author: null, place: null, text: null, reply: false });
    expect(about('text', 'direct').place).toBeNull();
  });

  it('a reply can be written where one may write', () => {
    expect(aboutMessages(said('hi', { mayPost: false }), 1, 'text').reply).toBe(false);
  });

  it('what is said among few is urgent', () => {
    expect(
      ['channel', 'direct', 'group'].map((kind) => about('text', kind as 'group').urgent),
    ).toEqual([false, true, true]);
  });
});
