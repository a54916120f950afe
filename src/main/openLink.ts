// The only way out of the window into the system's browser. Nothing else may call shell.openExternal.
import { shell } from 'electron';
import type { Log } from './log.ts';

const allowed: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The link in its normal form, or null for one that must not be opened. */
export function safeLink(link: string): string | null {
  if (link.length > 8192 || !URL.canParse(link)) return null;
  const url = new URL(link);
  return allowed.has(url.protocol) ? url.href : null;
}

export function openLink(link: string, log: Log): void {
  const safe = safeLink(link);
  if (safe === null) {
    log('warn', 'a link was not opened', { link: link.slice(0, 200) });
    return;
  }
  shell
    .openExternal(safe)
    .catch((error: unknown) => log('warn', 'the system could not open a link', { err: error }));
}
