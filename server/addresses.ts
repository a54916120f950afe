// Under which addresses the other computers reach this one.
import { networkInterfaces } from 'node:os';

/** host:port of every address of this computer that others could type; its loopback when only that listens. */
export function reachableAddresses(host: string, port: number): string[] {
  if (host === '127.0.0.1' || host === '::1') return [`127.0.0.1:${port}`];
  const own = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address !== undefined && !address.internal && address.family === 'IPv4')
    .map((address) => `${address?.address}:${port}`);
  return own.length > 0 ? own : [`127.0.0.1:${port}`];
}
