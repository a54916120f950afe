// Under which addresses the other computers reach this one.
import { networkInterfaces } from 'node:os';
import { type Interfaces, isLoopback } from './peers.ts';

/**
 * HOST:PORT of every address of this computer that others could type, the likeliest first: IPv4 before IPv6, network
 * cards before what containers, virtual machines and tunnels add. `host` is what the server listens on, undefined for
 * everything. Where only this computer reaches it, its loopback.
 */
export function reachableAddresses(
  host: string | undefined,
  port: number,
  interfaces: Interfaces = networkInterfaces(),
): string[] {
  if (host !== undefined && !['0.0.0.0', '::'].includes(host)) return [hostPort(host, port)];
  const own = Object.entries(interfaces)
    .flatMap(([name, addresses = []]) => addresses.map((found) => ({ ...found, name })))
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .filter(({ family }) => host !== '0.0.0.0' || family === 'IPv4')
    .toSorted((a, b) => unlikeliness(a) - unlikeliness(b))
    .map(({ address }) => hostPort(address, port));
  return own.length > 0 ? own : [hostPort('127.0.0.1', port)];
}

/** Nobody beyond this computer can connect. */
export const isLocalOnly = (host: string | undefined): boolean =>
  host !== undefined && (host === 'localhost' || isLoopback(host));

/** HOST:PORT, with the brackets of an IPv6 address. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

// As the systems name what is no network card, and no way in for a neighbour.
const virtual =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|cni|flannel|cali|podman|lxc|lxd|tun|tap|utun|wg|ppp|tailscale|zt|ham|awdl|llw)/i;

const unlikeliness = ({ name, family, address }: Record<'name' | 'family' | 'address', string>) =>
  (family === 'IPv4' ? 0 : 4) +
  (virtual.test(name) ? 2 : 0) +
  (address.startsWith('169.254.') ? 1 : 0);
