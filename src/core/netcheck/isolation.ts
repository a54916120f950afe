// Check 9: guest networks often keep their computers apart. It cannot be proven from here, only be likely.
import { type Finding, listed } from './finding.ts';
import type { Surroundings } from './surroundings.ts';
import type { System } from './system.ts';

export type IsolationInputs = Pick<Surroundings, 'own' | 'vpns' | 'routes'> & {
  /** Names of the interfaces that are Wi-Fi. */
  wifi: readonly string[];
  /** Who answered lately, by the system's table. */
  neighbours: readonly string[];
  /** Whose multicasts, broadcasts or connections were heard. */
  heard: readonly string[];
};

export function checkIsolation(inputs: IsolationInputs): Finding {
  const mine = inputs.own.map(({ address }) => address);
  const gateways = inputs.routes.flatMap(({ gateway, via }) =>
    gateway === null || inputs.vpns.includes(via) ? [] : [gateway],
  );
  const others = [...new Set([...inputs.neighbours, ...inputs.heard])].filter(
    (address) => !mine.includes(address) && !gateways.includes(address),
  );
  if (others.length > 0)
    return {
      state: 'good',
      text: 'neighbours',
      facts: { n: others.length, heard: listed(others) },
    };
  if (inputs.own.length === 0) return { state: 'unknown', text: 'noNetwork' };
  if (inputs.wifi.length === 0) return { state: 'unknown', text: 'quiet' };
  const answering = gateways.filter((address) => inputs.neighbours.includes(address));
  const facts = { wifi: listed(inputs.wifi), gateway: listed(answering) };
  return answering.length > 0
    ? { state: 'warning', text: 'likely', advice: 'otherWifi', facts }
    : { state: 'unknown', text: 'quietWifi', facts: { wifi: facts.wifi } };
}

/** Which of these interfaces are Wi-Fi, as far as the system says. */
export async function wifiAmong(names: readonly string[], system: System): Promise<string[]> {
  if (system.platform === 'win32')
    return names.filter((name) => /wi-?fi|wlan|wireless|无线|無線/i.test(name));
  if (system.platform === 'darwin') {
    const ports = await system.run('/usr/sbin/networksetup', ['-listallhardwareports']);
    const device = wifiDevice(ports?.out ?? '');
    return names.filter((name) => name === device);
  }
  const found = await Promise.all(
    names.map(
      async (name) =>
        (await system.exists(`/sys/class/net/${name}/wireless`)) ||
        system.exists(`/sys/class/net/${name}/phy80211`),
    ),
  );
  return names.filter((_, at) => found[at]);
}

/** macOS, `networksetup -listallhardwareports`. */
export const wifiDevice = (text: string): string | null =>
  /^Hardware Port: (?:Wi-Fi|AirPort)\r?\nDevice: (\S+)/m.exec(text)?.[1] ?? null;
