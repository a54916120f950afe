// How others reach a team's server, for the links that are handed to them.
import type { HostingState } from '../shared/rows.ts';
import type { Pin } from '../shared/trust.ts';
import type { Account } from './account.ts';
import { hostAndPort } from './place.ts';

/** Addresses as an invite link carries them, the likeliest first, and the key if there is one. */
export function reach({ account, hosting }: { account: Account; hosting: HostingState | null }): {
  addresses: string[];
  pin: Pin | null;
} {
  const { trust, address } = account;
  // The system vouches for this name and for no other, whatever it leads to.
  if (trust.kind === 'authority')
    return { addresses: [`${trust.name}:${hostAndPort(address).port}`], pin: null };
  const own = hosting?.state === 'running' ? hosting.addresses : [];
  const known = [...new Set([...own, address, ...account.addresses])];
  // Useless elsewhere, unless there is nothing else: then it is a team on one computer.
  const shared = known.filter((each) => !isLoopback(each));
  const addresses = shared.length > 0 ? shared : known;
  if (trust.kind === 'pin') return { addresses, pin: trust.pin };
  return { addresses: addresses.map((each) => `http://${each}`), pin: null };
}

function isLoopback(address: string): boolean {
  const { host } = hostAndPort(address);
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
