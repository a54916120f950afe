// Check 4: does this computer's own firewall let the others in? Nothing is changed; the command to do so is shown.
import type { Finding } from './finding.ts';
import { linuxFirewall } from './firewallLinux.ts';
import { macFirewall } from './firewallMac.ts';
import { windowsFirewall } from './firewallWindows.ts';
import type { Needs } from './ports.ts';
import type { Surroundings } from './surroundings.ts';
import type { System } from './system.ts';

export async function checkFirewall(
  system: System,
  needs: Needs,
  { lan }: Pick<Surroundings, 'lan'>,
): Promise<Finding> {
  switch (system.platform) {
    case 'linux':
      return linuxFirewall(system, needs, new Set(lan.map(({ name }) => name)));
    case 'win32':
      return windowsFirewall(system, needs);
    case 'darwin':
      return macFirewall(system);
    default:
      return { state: 'unknown', text: 'cannotTell' };
  }
}
