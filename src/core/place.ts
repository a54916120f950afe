// What people type, paste or click to reach a team, taken apart: an address, or an invite link.
import { Refusal } from '../shared/errors.ts';
import { type InviteLink, isLanlineLink, parseInviteLink } from '../shared/inviteLink.ts';
import { DEFAULT_PORT } from '../shared/protocol.ts';
import type { Pin, Trust } from '../shared/trust.ts';

/** Where a server is, and how it will be known to be the right one. `address` is host:port. */
export type Entry = { address: string; trust: Trust };

export type Address = { scheme: 'http' | 'https' | null; host: string; address: string };
export type Place =
  | ({ kind: 'address' } & Address)
  | { kind: 'link'; link: InviteLink; entries: Entry[] };

/** Throws INVALID (field `place`) and LINK_INVALID. */
export function parsePlace(typed: string): Place {
  if (!isLanlineLink(typed)) return { kind: 'address', ...parseAddress(typed) };
  const link = parseInviteLink(typed);
  const entries = link.addresses.map((address) => entryOf(parseAddress(address), link.pin));
  return { kind: 'link', link, entries };
}

/** Makes sense of host, host:port, [::1]:port, with or without http:// or https:// before it. Throws INVALID. */
export function parseAddress(typed: string): Address {
  const text = typed.trim();
  const invalid = new Refusal('INVALID', `not an address: ${typed}`, { field: 'place' });
  const [, given, rest = ''] = /^(?:(https?):\/\/)?(.*)$/is.exec(text) ?? [];
  const scheme = given === undefined ? null : (given.toLowerCase() as 'http' | 'https');
  // Another scheme than http, because for http URL would drop a port 80 that was typed.
  const url = URL.canParse(`lanline://${rest}`) ? new URL(`lanline://${rest}`) : undefined;
  if (
    !url ||
    !/^[\p{L}\p{N}[]/u.test(url.hostname) ||
    url.username !== '' ||
    /\s/.test(rest) ||
    rest.includes('://')
  )
    throw invalid;
  const address = `${url.hostname}:${url.port || DEFAULT_PORT}`;
  if (!URL.canParse(`http://${address}`)) throw invalid;
  return { scheme, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), address };
}

/** An address with the key it must show; without a key the system must vouch for its name, unless it says http://. */
export function entryOf({ scheme, host, address }: Address, pin: Pin | null): Entry {
  if (pin !== null) return { address, trust: { kind: 'pin', pin } };
  if (scheme === 'http') return { address, trust: { kind: 'none' } };
  return { address, trust: { kind: 'authority', name: host } };
}

/** How an entry is written so that `parsePlace` and `entryOf` find it again. */
export const placeOf = (entry: Entry): string =>
  entry.trust.kind === 'pin' ? entry.address : baseOf(entry);

export const baseOf = ({ address, trust }: Entry): string =>
  `${trust.kind === 'none' ? 'http' : 'https'}://${address}`;

/** Of a host:port that was understood before. */
export function hostAndPort(address: string): { host: string; port: number } {
  const { hostname, port } = new URL(`lanline://${address}`);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** Whether two ways of knowing a server are the same. */
export const sameTrust = (one: Trust, other: Trust): boolean => keyOf(one) === keyOf(other);

function keyOf(trust: Trust): string {
  switch (trust.kind) {
    case 'pin':
      return `pin ${trust.pin}`;
    case 'authority':
      return `authority ${trust.name}`;
    case 'none':
      return 'none';
  }
}

/** Whether two keys are known and differ: then it is not one server, whatever it says of itself. */
export const isOtherKey = (one: Trust, other: Trust): boolean =>
  one.kind === 'pin' && other.kind === 'pin' && one.pin !== other.pin;
