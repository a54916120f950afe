// Notifications in words, in both languages.
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/client.ts';
import { notifyWords, wordsOf } from '../../src/main/notify/words.ts';

const message: Alert['about'] = {
  kind: 'messages',
  author: 'Wei',
  place: 'general',
  channel: true,
  text: 'hello',
  count: 1,
  urgent: false,
  reply: true,
};
const alert = (about: Alert['about'], team: string | null = null): Alert => ({
  key: 'k',
  team,
  sound: true,
  quiet: false,
  about,
});
const words = (language: keyof typeof notifyWords, about: Alert['about'], team?: string) => {
  const { title, body } = wordsOf(alert(about, team), notifyWords[language]);
  return [title, body].join(' | ').replaceAll(/[\u2068\u2069]/g, '');
};

describe('a notification', () => {
  it.each([
    [message, 'Wei in #general | hello', 'Wei（#general） | hello'],
    [
      { ...message, count: 3 },
      'Wei in #general | hello\n3 new messages',
      'Wei（#general） | hello\n3 条新消息',
    ],
    [{ ...message, place: null }, 'Wei | hello', 'Wei | hello'],
    [{ ...message, text: null }, 'Wei in #general | New message', 'Wei（#general） | 新消息'],
    [
      { ...message, author: null, place: null, text: null },
      'Lanline | New message',
      'Lanline | 新消息',
    ],
    [
      { kind: 'many', messages: 12, conversations: 3 },
      'Lanline | 12 new messages in 3 conversations',
      'Lanline | 3 个会话中有 12 条新消息',
    ],
    [
      { kind: 'door', name: 'Noor', waiting: 1 },
      'Lanline | Noor asks to join',
      'Lanline | Noor 请求加入',
    ],
    [
      { kind: 'door', name: 'Noor', waiting: 4 },
      'Lanline | 4 people ask to join',
      'Lanline | 4 人请求加入',
    ],
    [
      { kind: 'door', name: null, waiting: 1 },
      'Lanline | Somebody asks to join',
      'Lanline | 有人请求加入',
    ],
  ] as [Alert['about'], string, string][])('%j', (about, english, chinese) => {
    expect(words('en', about)).toBe(english);
    expect(words('zh-CN', about)).toBe(chinese);
  });

  it('names the team where there are several', () => {
    expect(words('en', message, 'Lab')).toBe('Wei in #general · Lab | hello');
    expect(words('en', { kind: 'many', messages: 2, conversations: 2 }, 'Lab')).toContain('Lab |');
  });

  it('keeps the direction of what people write to itself', () => {
    const { title, body } = wordsOf(
      alert({ ...message, author: 'שלום', text: 'مرحبا' }),
      notifyWords.en,
    );
    expect(title).toBe('\u2068שלום\u2069 in \u2068#general\u2069');
    expect(body).toBe('\u2068مرحبا\u2069');
  });
});
