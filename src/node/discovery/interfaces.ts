// The networks this computer is in, as they come and go.
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

export type NetworkInterface = {
  /** Our own IPv4 address there. */
  address: string;
  netmask: string;
};

/** More than any computer has; virtual machines and containers can bring dozens. */
const most = 16;
const lookMs = 3000;

/** IPv4 interfaces: those with an address in `only`, or all but loopback. */
export function listInterfaces(only?: string[]): NetworkInterface[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .filter(({ address, internal }) => (only ? only.includes(address) : !internal))
    .map(({ address, netmask }) => ({ address, netmask }))
    .slice(0, most);
}

/** Whether an address belongs to the interface's own network. */
export function isInside(address: string, { address: own, netmask }: NetworkInterface): boolean {
  if (!isIPv4(address)) return false;
  const mask = toNumber(netmask);
  return (toNumber(address) & mask) === (toNumber(own) & mask);
}

/** Where everybody in the interface's network listens. On loopback that is 127.255.255.255. */
export function broadcastAddress({ address, netmask }: NetworkInterface): string {
  const all = (toNumber(address) | ~toNumber(netmask)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (all >>> shift) & 255).join('.');
}

export type Followed<T> = {
  /** What is open now, each with its interface. */
  open(): [NetworkInterface, T][];
  /** Whether an address is in one of our own networks. */
  isNear(address: string): boolean;
  /** Closes everything that is open. */
  close(): Promise<void>;
};

/** Keeps one `T` for each interface. `none` hears when there is no interface at all. */
export function followInterfaces<T extends { close(): Promise<void> }>(
  start: (on: NetworkInterface) => T,
  options: { only?: string[] | undefined; none(): void },
): Followed<T> {
  const parts = new Map<string, [NetworkInterface, T]>();
  const look = (): void => {
    const now = new Map(
      listInterfaces(options.only).map((found) => [`${found.address}/${found.netmask}`, found]),
    );
    if (now.size === 0) options.none();
    for (const [key, [, part]] of parts) {
      if (now.has(key)) continue;
      parts.delete(key);
      void part.close();
    }
    for (const [key, on] of now) if (!parts.has(key)) parts.set(key, [on, start(on)]);
  };
  look();
  const timer = setInterval(look, lookMs);

  return {
    open: () => [...parts.values()],
    isNear: (address) => [...parts.values()].some(([on]) => isInside(address, on)),
    async close() {
      clearInterval(timer);
      const closing = [...parts.values()].map(([, part]) => part.close());
      parts.clear();
      await Promise.all(closing);
    },
  };
}

const toNumber = (address: string): number =>
  address.split('.').reduce((number, part) => (number << 8) | Number(part), 0);
