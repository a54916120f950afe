// The words of a notification, from what the core tells of it.
import type { Alert } from '../../core/client.ts';

export type Worded = {
  title: string;
  body: string;
  /** What can be done from it. */
  reply: boolean;
  read: boolean;
};

const en = {
  /** `place` is a channel's or group's name. */
  inPlace: (name: string, place: string): string => `${name} in ${place}`,
  newMessages: (count: number): string => (count === 1 ? 'New message' : `${count} new messages`),
  many: (messages: number, conversations: number): string =>
    `${messages === 1 ? '1 new message' : `${messages} new messages`} in ${
      conversations === 1 ? '1 conversation' : `${conversations} conversations`
    }`,
  waits: (name: string): string => `${name} asks to join`,
  somebodyWaits: 'Somebody asks to join',
  manyWait: (count: number): string => `${count} people ask to join`,
  test: 'Notifications work. This is how they look.',
  open: 'Open',
  reply: 'Reply',
  replyHere: 'Write a reply…',
  markRead: 'Mark as read',
};

export type NotifyWords = typeof en;

const zh: NotifyWords = {
  inPlace: (name, place) => `${name}（${place}）`,
  newMessages: (count) => (count === 1 ? '新消息' : `${count} 条新消息`),
  many: (messages, conversations) => `${conversations} 个会话中有 ${messages} 条新消息`,
  waits: (name) => `${name} 请求加入`,
  somebodyWaits: '有人请求加入',
  manyWait: (count) => `${count} 人请求加入`,
  test: '通知正常。通知就是这个样子。',
  open: '打开',
  reply: '回复',
  replyHere: '写回复…',
  markRead: '标为已读',
};

export const notifyWords = { en, 'zh-CN': zh };

export function wordsOf({ about, team }: Alert, words: NotifyWords): Worded {
  const plain = { reply: false, read: false };
  switch (about.kind) {
    case 'messages': {
      const { author, place, channel, text, count, reply } = about;
      const where = place === null ? null : isolated(`${channel ? '#' : ''}${place}`);
      const who = author === null ? null : isolated(author);
      const title = who !== null && where !== null ? words.inPlace(who, where) : who;
      const more = text === null || count > 1 ? [words.newMessages(count)] : [];
      const body = [...(text === null ? [] : [isolated(text)]), ...more].join('\n');
      return { title: named(title, team), body, reply, read: true };
    }
    case 'many':
      return {
        title: named(null, team),
        body: words.many(about.messages, about.conversations),
        ...plain,
      };
    case 'door': {
      const { name, waiting } = about;
      const one = name === null ? words.somebodyWaits : words.waits(isolated(name));
      const body = waiting > 1 ? words.manyWait(waiting) : one;
      return { title: named(null, team), body, ...plain };
    }
    case 'test':
      return { title: 'Lanline', body: words.test, ...plain };
  }
}

const named = (title: string | null, team: string | null): string =>
  [title ?? (team === null ? 'Lanline' : null), team && isolated(team)]
    .filter((part) => part !== null)
    .join(' · ');

/** As a stretch of its own: its direction is its own, and turns nothing around it. */
const isolated = (text: string): string => `\u2068${text}\u2069`;
