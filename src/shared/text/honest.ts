// A link whose words name one place and which leads to another shows where it leads.
import type { Target } from './links.ts';
import { type Inline, inlineText } from './nodes.ts';

const host =
  /^\s*(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]*@)?((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,})(?=$|[/:?#\s])/iu;

/** The link's words, with the address behind them where they could be taken for another. */
export function withAddress(inside: Inline[], target: Target): Inline[] {
  const said = inlineText(inside);
  if (said.trim() === '') return [{ kind: 'text', text: target.href }];
  if (said === target.href || !misleads(said, target)) return inside;
  return [...inside, { kind: 'text', text: ` (${target.href})` }];
}

function misleads(said: string, target: Target): boolean {
  if (/\p{Bidi_Control}/u.test(said)) return true;
  const named = host.exec(said.normalize('NFKC'))?.[1]?.toLowerCase();
  if (named === undefined && !/^\s*(?:[a-z][a-z0-9+.-]*:\/\/|mailto:)/i.test(said)) return false;
  if (target.kind !== 'web') return true;
  const url = new URL(target.href);
  const real = url.protocol === 'mailto:' ? url.pathname.split('@').at(-1) : url.hostname;
  const written = named === undefined ? safeHost(said) : safeHost(`https://${named}`);
  return written === undefined || !(real === written || real?.endsWith(`.${written}`));
}

const safeHost = (address: string): string | undefined =>
  URL.canParse(address.trim()) ? new URL(address.trim()).hostname : undefined;
