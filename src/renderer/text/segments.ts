// Cuts a message's text into what the row draws: plain text, links and mentions.
import type { Mention } from '../../shared/entities.ts';
import { findMentions } from '../rules.ts';
import { findLinks } from './links.ts';

export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; mention: Mention };

/** Who can be called, as the mention finder wants it. */
export type Names = { idOf: (key: string) => string | undefined; longest: number };

/** `called`: whom the server says the text calls; null while only this computer has read it. */
export function segments(text: string, names: Names, called: readonly Mention[] | null): Segment[] {
  const links = findLinks(text);
  const cuts: { start: number; end: number; segment: Segment }[] = links.map(
    ({ start, end, href }) => ({
      start,
      end,
      segment: { kind: 'link', text: text.slice(start, end), href },
    }),
  );
  for (const { start, end, mention } of findMentions(text, names.idOf, names.longest)) {
    if (called && !called.includes(mention)) continue;
    if (links.some((link) => start < link.end && end > link.start)) continue;
    cuts.push({ start, end, segment: { kind: 'mention', text: text.slice(start, end), mention } });
  }
  cuts.sort((a, b) => a.start - b.start);

  const parts: Segment[] = [];
  let at = 0;
  for (const { start, end, segment } of cuts) {
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push(segment);
    at = end;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** Whether a message's mentions call this person: by name, or everybody by somebody else. */
export function callsMe(mentions: readonly Mention[], author: string, me: string): boolean {
  return mentions.some((mention) =>
    mention === 'channel' || mention === 'here' ? author !== me : mention === me,
  );
}
