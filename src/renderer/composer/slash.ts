// Reads what begins with a slash: a command of ours, one that does not exist, or a text after all.
import { limits } from '../rules.ts';

export const slashNames = [
  'me',
  'status',
  'dnd',
  'mute',
  'topic',
  'invite',
  'leave',
  'shrug',
] as const;
export type SlashName = (typeof slashNames)[number];

/** Of a channel only, or anywhere. */
export const onlyInChannels: ReadonlySet<SlashName> = new Set(['topic', 'invite', 'leave']);

export type Slash =
  | { kind: 'command'; name: SlashName; args: string }
  | { kind: 'unknown'; name: string }
  /** No command; a doubled slash is one. */
  | { kind: 'text'; text: string };

export function readSlash(text: string): Slash {
  const [, name = '', args = ''] = /^\/([^\s/]+)(?:\s+([\s\S]*))?$/u.exec(text) ?? [];
  if (name !== '') {
    const known = slashNames.find((one) => one === name.toLowerCase());
    return known ? { kind: 'command', name: known, args: args.trim() } : { kind: 'unknown', name };
  }
  // `//text` is how one writes a text that begins like a command; `//server/share` is a path.
  return { kind: 'text', text: /^\/\/[^\s/]+(?:\s|$)/u.test(text) ? text.slice(1) : text };
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const span = /^(\d{1,4})\s*(?:(m|h|d|w)[a-z]*|(分钟|分)|(小时|个小时)|(天)|(周|星期))$/iu;

/** "30m", "1h", "2 days", "3天" in milliseconds; null for anything else and for what is too long. */
export function readSpan(text: string): number | null {
  const [, count, letter, minutes, hours, days, weeks] = span.exec(text.trim()) ?? [];
  if (count === undefined) return null;
  const unit =
    letter?.toLowerCase() ??
    ((minutes && 'm') || (hours && 'h') || (days && 'd') || (weeks && 'w'));
  const ms = Number(count) * (units[unit ?? ''] ?? 0);
  return ms > 0 && ms <= limits.aheadMs ? ms : null;
}

export const isOff = (text: string): boolean => /^(?:off|关闭|关)$/iu.test(text.trim());

/** `/status`: an emoji or its short name first, "for 1h" last, both if one likes. */
export function readStatus(args: string): {
  emoji: string | null;
  text: string;
  lasts: number | null;
} {
  const [, before = args, after = ''] =
    /^([\s\S]*)(?:^|\s)(?:for\s+|持续\s*)(\S.*)$/iu.exec(args) ?? [];
  const lasts = readSpan(after);
  const rest = (lasts === null ? args : before).trim();
  const [, first = '', text = ''] = /^(\S+)(?:\s+([\s\S]*))?$/u.exec(rest) ?? [];
  if (!/^\p{RGI_Emoji}$/v.test(first)) return { emoji: null, text: rest, lasts };
  return { emoji: first, text: text.trim(), lasts };
}
