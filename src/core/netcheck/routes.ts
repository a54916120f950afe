// Which interfaces lead everywhere else, read from each system's own table of routes.
import type { OwnAddress } from './networks.ts';
import { type System, windowsCommand } from './system.ts';

/** A route to everywhere (or to half of everywhere, as VPNs write it). `via`: name of the interface. */
export type DefaultRoute = {
  via: string;
  /** Null without a router in between. */ gateway: string | null;
};

/** None where the table cannot be read. */
export async function defaultRoutes(
  system: System,
  own: readonly OwnAddress[],
): Promise<DefaultRoute[]> {
  if (system.platform === 'linux')
    return parseProcRoute((await system.read('/proc/net/route')) ?? '');
  if (system.platform === 'darwin')
    return parseNetstat((await system.run('/usr/sbin/netstat', ['-rn', '-f', 'inet']))?.out ?? '');
  if (system.platform !== 'win32') return [];
  const printed = await system.run(windowsCommand('route.exe'), ['print', '-4']);
  const nameOf = new Map(own.map(({ address, name }) => [address, name]));
  return parseRoutePrint(printed?.out ?? '').map((route) => ({
    ...route,
    via: nameOf.get(route.via) ?? route.via,
  }));
}

/** Linux, /proc/net/route: numbers are little-endian hexadecimal. */
function parseProcRoute(text: string): DefaultRoute[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, destination = '', , , , , , mask = '']) =>
      isWide(address(destination), address(mask)),
    )
    .map(([via = '', , gateway = '']) => ({ via, gateway: realGateway(address(gateway)) }));

  function address(hex: string): string {
    return (hex.match(/../g) ?? [])
      .toReversed()
      .map((byte) => parseInt(byte, 16))
      .join('.');
  }
}

/** macOS, `netstat -rn -f inet`. */
function parseNetstat(text: string): DefaultRoute[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([destination = '']) => ['default', '0/1', '128.0/1', '128/1'].includes(destination))
    .map(([, gateway = '', , via = '']) => ({
      via,
      gateway: /^[\d.]+$/.test(gateway) ? gateway : null,
    }));
}

/**
 * Windows, `route print -4`: only its numbers, for its words differ from language to language. In place of a
 * gateway stands "On-link" in that language, of one word or of several. `via` is an address.
 */
function parseRoutePrint(text: string): DefaultRoute[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns.length >= 5 && isWide(columns[0] ?? '', columns[1] ?? ''))
    .map((columns) => ({
      via: columns.at(-2) ?? '',
      gateway: /^[\d.]+$/.test(columns[2] ?? '') ? (columns[2] ?? null) : null,
    }));
}

const isWide = (destination: string, mask: string): boolean =>
  (mask === '0.0.0.0' && destination === '0.0.0.0') ||
  (mask === '128.0.0.0' && (destination === '0.0.0.0' || destination === '128.0.0.0'));
const realGateway = (address: string): string | null => (address === '0.0.0.0' ? null : address);
