// What every check starts from, looked up once: own addresses, which of them belong to a VPN, and the ways out.
import { type OwnAddress, ownAddresses } from './networks.ts';
import { type DefaultRoute, defaultRoutes } from './routes.ts';
import type { System } from './system.ts';

/** Virtual machines and containers can bring dozens; more are not called. */
const mostNetworks = 16;

export type Surroundings = {
  own: OwnAddress[];
  /** IPv4 addresses to call out from: VPNs aside, for nobody in this building is behind them. */
  lan: OwnAddress[];
  /** Names of the interfaces of VPNs. */
  vpns: string[];
  routes: DefaultRoute[];
};

/** `chosen`: own addresses to use instead of all, loopback allowed. */
export async function lookAround(
  system: System,
  chosen: readonly string[] | undefined,
): Promise<Surroundings> {
  const own = ownAddresses(system.interfaces(), chosen);
  const names = [...new Set(own.map(({ name }) => name))];
  const tunnels = await Promise.all(names.map((name) => isTunnel(system, name)));
  const vpns = names.filter((_, at) => tunnels[at]);
  const lan = own
    .filter(
      ({ name, address, family }) =>
        family === 'IPv4' && (chosen ? chosen.includes(address) : !vpns.includes(name)),
    )
    .slice(0, mostNetworks);
  // Without the table of routes everything else can still be told.
  const routes = await defaultRoutes(system, own).catch(() => []);
  return { own, lan, vpns, routes };
}

const tunnelName =
  /^(tun|tap|wg|ppp|utun|ipsec|zt|cscotun|gpd|nordlynx|proton)\d*|tailscale|wireguard|openvpn|zerotier|nordlynx|mullvad|anyconnect|globalprotect|forti|wintun|vpn/i;

async function isTunnel(system: System, name: string): Promise<boolean> {
  if (tunnelName.test(name)) return true;
  if (system.platform !== 'linux') return false;
  // Whatever it was called, the kernel knows what it is.
  const device = `/sys/class/net/${name}`;
  return (
    (await system.exists(`${device}/tun_flags`)) ||
    /^DEVTYPE=wireguard$/m.test((await system.read(`${device}/uevent`)) ?? '')
  );
}
