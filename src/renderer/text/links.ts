// Finds addresses in a text that may become links: http, https and mailto, nothing else.
export type LinkSpan = { start: number; end: number; href: string };

const candidate =
  /\b(?:https?:\/\/|mailto:)[^\s<>"'`\p{Cc}\u3000-\u3002\uff0c\uff1b\uff01\uff1f]+/giu;
const allowed: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

export function findLinks(text: string): LinkSpan[] {
  const spans: LinkSpan[] = [];
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTail(match[0]);
    const href = safeHref(shown);
    if (href) spans.push({ start: match.index, end: match.index + shown.length, href });
  }
  return spans;
}

/** The address as a link may carry it, or undefined when it must stay text. */
export function safeHref(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !allowed.has(url.protocol)) return undefined;
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : undefined;
  // user:password@host shows one host and opens another.
  if (!url.hostname || url.username || url.password) return undefined;
  return url.href;
}

/** Punctuation that ends the sentence, not the address; a bracket stays if the address opened it. */
function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    if (/[.,;:!?*_~…]/u.test(last)) end--;
    else if (last === ')' && !balanced(address.slice(0, end), '(', ')')) end--;
    else if (last === ']' && !balanced(address.slice(0, end), '[', ']')) end--;
    else break;
  }
  return address.slice(0, end);
}

const balanced = (text: string, open: string, close: string): boolean =>
  text.split(open).length >= text.split(close).length;
