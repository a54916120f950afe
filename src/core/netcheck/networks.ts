// Own addresses and the networks they lie in.
import { BlockList, isIP } from 'node:net';
import type { Interfaces } from './system.ts';

export type OwnAddress = {
  /** Of the interface: eth0, Wi-Fi, … */
  name: string;
  address: string;
  netmask: string;
  family: 'IPv4' | 'IPv6';
  /** Bits. */
  prefix: number;
};

/** Every address of this computer, loopback and IPv6 link-local ones aside; those of `also` in any case. */
export function ownAddresses(interfaces: Interfaces, also: readonly string[] = []): OwnAddress[] {
  return Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter(
        ({ address, internal, family }) =>
          also.includes(address) || (!internal && !(family === 'IPv6' && /^fe80:/i.test(address))),
      )
      .map(({ address, netmask, family, cidr }) => ({
        name,
        address,
        netmask,
        family,
        prefix: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
      })),
  );
}

/** As people write it: 192.168.1.0/24. */
export function networkOf({ address, prefix, netmask, family }: OwnAddress): string {
  if (family === 'IPv6') return `${address}/${prefix}`;
  const mask = netmask.split('.').map(Number);
  const network = address.split('.').map((part, at) => Number(part) & (mask[at] ?? 0));
  return `${network.join('.')}/${prefix}`;
}

/** Whether a computer with this IP address is a neighbour, or this computer itself. */
export function isNear(host: string, own: readonly OwnAddress[]): boolean {
  if (isIP(host) === 0) return false;
  const near = new BlockList();
  near.addSubnet('127.0.0.0', 8);
  near.addAddress('::1', 'ipv6');
  for (const { address, prefix, family } of own)
    near.addSubnet(address, prefix, family === 'IPv4' ? 'ipv4' : 'ipv6');
  return near.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an IP address is this computer's. */
export const isOwn = (host: string, own: readonly OwnAddress[]): boolean =>
  /^127\.|^::1$/.test(host) || own.some(({ address }) => address === host);

/** Whether asking there stays inside: a neighbour, or an address that the internet does not know. */
export const staysInside = (host: string, own: readonly OwnAddress[]): boolean =>
  isIP(host) !== 0 && (isNear(host, own) || inside.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));

/** host and port of host:port or [v6]:port; null when it is neither. */
export function hostAndPort(address: string): { host: string; port: number } | null {
  // A scheme without a port of its own, so that no typed port is dropped.
  const url = URL.canParse(`lanline://${address}`) ? new URL(`lanline://${address}`) : null;
  if (!url?.hostname) return null;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}

const inside = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  inside.addSubnet(network, prefix);
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');
