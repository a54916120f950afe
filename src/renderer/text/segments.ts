// Cuts a stretch of a message's text into plain text, mentions of people and names of channels.
import type { Mention } from '../../shared/entities.ts';
import { findMentions, limits, nameKey } from '../rules.ts';

export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; text: string; mention: Mention }
  | { kind: 'channel'; text: string; conversation: string };

/** Who can be called, as the mention finder wants it. */
export type Names = { idOf: (key: string) => string | undefined; longest: number };
/** Which channel carries a name, given as `nameKey`. */
export type ChannelNames = (key: string) => string | undefined;

type Cut = { start: number; end: number; segment: Segment };

/** `called`: whom the server says the text calls; null while only this computer has read it. */
export function segments(
  text: string,
  names: Names,
  called: readonly Mention[] | null,
  channelOf: ChannelNames = () => undefined,
): Segment[] {
  const cuts: Cut[] = [];
  for (const { start, end, mention } of findMentions(text, names.idOf, names.longest)) {
    if (called && !called.includes(mention)) continue;
    cuts.push({ start, end, segment: { kind: 'mention', text: text.slice(start, end), mention } });
  }
  for (const cut of findChannels(text, channelOf))
    if (!cuts.some(({ start, end }) => cut.start < end && cut.end > start)) cuts.push(cut);
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

/** A name may hold nearly everything but spaces, so the longest one that there is wins. */
function findChannels(text: string, channelOf: ChannelNames): Cut[] {
  const cuts: Cut[] = [];
  for (const match of text.matchAll(/(?<![\w#&/])#([^\s#@]+)/gu)) {
    const written = match[1] ?? '';
    for (let length = Math.min(written.length, limits.channelName); length > 0; length--) {
      if (/^[\w-]/.test(written.slice(length)) && /\w/.test(written[length - 1] ?? '')) continue;
      const conversation = channelOf(nameKey(written.slice(0, length)));
      if (conversation === undefined) continue;
      const [start, end] = [match.index, match.index + 1 + length];
      const segment = { kind: 'channel', text: text.slice(start, end), conversation } as const;
      cuts.push({ start, end, segment });
      break;
    }
  }
  return cuts;
}

/** Whether a message's mentions call this person: by name, or everybody by somebody else. */
export function callsMe(mentions: readonly Mention[], author: string, me: string): boolean {
  return mentions.some((mention) =>
    mention === 'channel' || mention === 'here' ? author !== me : mention === me,
  );
}
