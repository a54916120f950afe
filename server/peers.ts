// What the address of whoever asks says of where they are. It is the connection's own address and
// never a header's: those are written by the other side.
import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Interfaces = ReturnType<typeof networkInterfaces>;

/** The address as people write it: IPv4 of a dual-stack socket without its prefix, no zone. */
export const peerAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=\d)/i, '').replace(/%.*$/, '');

/**
 * What counts as one place when somebody overdoes it: an IPv4 address, or an IPv6 network of 64 bits, because within
 * that each computer may take as many addresses as it likes.
 */
export function placeOf(address: string | undefined): string {
  const peer = peerAddress(address);
  return peer.includes(':') ? networkOf(peer) : peer;
}

const loopback = listOf(['127.0.0.0/8', '::1/128']);
const privateRanges = listOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);

/** This computer itself. */
export const isLoopback = (address: string): boolean => isIn(loopback, address);

/**
 * On this side of the internet: loopback, private ranges, or a network this computer is in itself, so that networks
 * with public addresses count too. Interfaces are looked at each time, because laptops move.
 */
export function isNearby(
  address: string,
  interfaces: () => Interfaces = networkInterfaces,
): boolean {
  if (isLoopback(address) || isIn(privateRanges, address)) return true;
  const own = Object.values(interfaces()).flatMap((addresses) => addresses ?? []);
  return isIn(listOf(own.flatMap(({ cidr }) => cidr ?? [])), address);
}

/** Where nothing of the internet is, besides the private ranges: to send there reaches this computer or its network. */
const inwardRanges = listOf([
  '0.0.0.0/8',
  '100.64.0.0/10',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fec0::/10',
  'ff00::/8',
]);
/** IPv6 addresses that stand for an IPv4 one: behind a translator (RFC 6052), in a tunnel (6to4, Teredo), or of old. */
const translated = listOf(['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96']);

/**
 * Not on the internet, or this computer under whatever address: whoever makes a server send there reaches what they
 * could not reach themselves.
 */
export function isInward(
  address: string,
  interfaces: () => Interfaces = networkInterfaces,
): boolean {
  const lists = [loopback, privateRanges, inwardRanges, translated];
  if (lists.some((list) => isIn(list, address))) return true;
  const own = Object.values(interfaces()).flatMap((addresses) => addresses ?? []);
  // As a list, because one address may be written in many ways.
  const written = own.map((each) => peerAddress(each.address));
  return isIn(listOf(written.map((each) => `${each}/${isIPv4(each) ? 32 : 128}`)), address);
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, familyOf(address));

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':');
}
