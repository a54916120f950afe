// A line for whoever tries a token or a hook from a terminal.
import type { Status } from '../status.ts';

/**
 * It can be pasted into any shell: double quotes, and nothing in them that one reads. A certificate of one's own is
 * vouched for by nobody, so curl is told to look at its key instead.
 */
export function curlLine({ link }: Pick<Status, 'link'>, path: string, options: string[]): string {
  const pin = link.pin && Buffer.from(link.pin, 'base64url').toString('base64');
  const held = pin === null ? [] : ['--insecure', `--pinnedpubkey "sha256//${pin}"`];
  const [address = ''] = link.addresses;
  return ['curl', ...held, ...options, `"https://${address}${path}"`].join(' ');
}
