// Finds addresses in a text that may become links: http, https and mailto, which open outside, and
// our own lanline: links to a message or into a team, which act in the window. Nothing else.
import { parseInviteLink } from '../inviteLink.ts';
import { isMessageLink, type MessageLink, parseMessageLink } from '../messageLink.ts';

/** Where a link leads. */
export type Target =
  | { kind: 'web'; href: string }
  | { kind: 'message'; href: string; link: MessageLink }
  | { kind: 'invite'; href: string };

export type LinkSpan = { start: number; end: number; target: Target };

const candidate =
  /\b(?:https?:\/\/|mailto:|lanline:\/\/)[^\s<>"'`\p{Cc}\p{Bidi_Control}\u3000-\u3002\uff0c\uff1b\uff01\uff1f]+/giu;
const allowed: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

export function findLinks(text: string): LinkSpan[] {
  // Most messages hold none, and a look for the colon costs nothing.
  if (!text.includes(':')) return [];
  const spans: LinkSpan[] = [];
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTail(match[0]);
    const target = targetOf(shown);
    if (target) spans.push({ start: match.index, end: match.index + shown.length, target });
  }
  return spans;
}

/** Where an address leads, or undefined when it must stay text. */
export function targetOf(address: string): Target | undefined {
  if (/^lanline:/i.test(address)) return ownTarget(address);
  const href = safeHref(address);
  return href === undefined ? undefined : { kind: 'web', href };
}

/** The address as a link to the outside may carry it, or undefined when it must stay text. */
export function safeHref(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !allowed.has(url.protocol)) return undefined;
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined;
  // user:password@host shows one host and opens another.
  if (!url.hostname || url.username || url.password) return undefined;
  return url.href;
}

function ownTarget(address: string): Target | undefined {
  try {
    if (!isMessageLink(address)) parseInviteLink(address);
    return isMessageLink(address)
      ? { kind: 'message', href: address, link: parseMessageLink(address) }
      : { kind: 'invite', href: address };
  } catch {
    return undefined;
  }
}

/** Punctuation that ends the sentence, not the address; a bracket stays if the address opened it. */
function withoutTail(address: string): string {
  const open = { round: balance(address, '(', ')'), square: balance(address, '[', ']') };
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    if (last === ')' && open.round < 0) open.round++;
    else if (last === ']' && open.square < 0) open.square++;
    else if (/[.,;:!?*_~…|]/u.test(last)) {
      // Goes whatever stands before it.
    } else break;
    end--;
  }
  return address.slice(0, end);
}

/** How many more are opened than closed. */
const balance = (text: string, open: string, close: string): number =>
  text.split(open).length - text.split(close).length;
