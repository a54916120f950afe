// What of a message a notification tells, by this person's privacy, and made safe to stand in a line
// of somebody else's: plain, short, without control characters or marks that turn the words around it.
import { shown } from '../../shared/text/shown.ts';
import { plainText } from '../../shared/text/plain.ts';
import type { HeardNow } from '../db/heardCalls.ts';
import type { AboutDoor, AboutMessages } from './alert.ts';

export type Privacy = 'text' | 'name' | 'nothing';

/** UTF-16 units; a notification shows two or three lines. */
const longest = { name: 60, text: 240 } as const;
/** So much of a message is read to find them; reading costs. */
const mostRead = 2000;

export function aboutMessages(now: HeardNow, count: number, privacy: Privacy): AboutMessages {
  const { kind, name, mayPost } = now.place;
  const named = privacy !== 'nothing';
  return {
    kind: 'messages',
    author: named ? nameOf(now.newest.author) : null,
    place: named && kind !== 'direct' ? nameOf(name) : null,
    channel: kind === 'channel',
    text: privacy === 'text' ? lineOf(now.newest.text) : null,
    count,
    urgent: kind !== 'channel' || now.messages.some(({ calls }) => calls),
    reply: named && mayPost,
  };
}

export const aboutDoor = (name: string, waiting: number, privacy: Privacy): AboutDoor => ({
  kind: 'door',
  name: privacy === 'nothing' ? null : nameOf(name),
  waiting,
});

export const nameOf = (name: string): string => cut(shown(name), longest.name) || '…';
const lineOf = (text: string): string =>
  cut(shown(plainText(text.slice(0, mostRead))).replace(/\s+/gu, ' '), longest.text);

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
