// A line for whoever tries a token or a hook from a terminal: the team's address, and its key held to as
// the app does.
import type { Membership } from './membership.ts';
import { reach } from './reach.ts';

/** Where a team's server answers, https://host:port without a slash at the end. */
export function webAddress(membership: Pick<Membership, 'account' | 'hosting'>): string {
  const { addresses } = reach(membership);
  const first = addresses[0] ?? membership.account.address;
  return first.startsWith('http') ? first : `https://${first}`;
}

/**
 * The same line for a POSIX shell, cmd and PowerShell: double quotes, and nothing in them that any of the three reads.
 * A certificate of one's own is vouched for by nobody, so curl is told to look at its key instead.
 */
export function curlLine(
  membership: Pick<Membership, 'account' | 'hosting'>,
  path: string,
  options: readonly string[] = [],
): string {
  const { trust } = membership.account;
  const held =
    trust.kind === 'pin' ? ['--insecure', `--pinnedpubkey "sha256//${base64(trust.pin)}"`] : [];
  const address = `"${webAddress(membership)}${path}"`;
  return ['curl', ...held, ...options, address].join(' ');
}

/** A pin as curl writes it: with padding, and the other two signs. */
const base64 = (pin: string): string => Buffer.from(pin, 'base64url').toString('base64');
