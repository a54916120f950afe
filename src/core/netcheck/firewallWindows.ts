// Windows: read from the registry, where everybody may and where it says the same in every language; what `netsh`
// prints is translated. Rules set by a company's group policy are not looked at.
import { type Finding, listed } from './finding.ts';
import { everyPort, missing, type Needs, type Opening, portRange, severity } from './ports.ts';
import { type System, windowsCommand } from './system.ts';

const policy =
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
const firewall = 'Windows';

export async function windowsFirewall(system: System, needs: Needs): Promise<Finding> {
  const reg = windowsCommand('reg.exe');
  const [profiles, rules] = await Promise.all([
    system.run(reg, ['query', policy, '/s', '/v', 'EnableFirewall']),
    system.run(reg, ['query', `${policy}\\FirewallRules`]),
  ]);
  const on = switchedOn(profiles?.out ?? '');
  if (on === null || !rules || rules.code !== 0) return { state: 'unknown', text: 'cannotTell' };
  if (!on) return { state: 'good', text: 'off', facts: { firewall } };

  const program = `program="${system.program}"`;
  const add = `netsh advfirewall firewall add rule name="Lanline" dir=in action=allow ${program}`;
  const found = firewallRules(rules.out).filter(
    ({ app }) => app === null || app.toLowerCase() === system.program.toLowerCase(),
  );
  // What a click on Cancel leaves behind when Windows asks; it outweighs whatever allows.
  if (found.some(({ allows, app }) => !allows && app !== null)) {
    const command = `netsh advfirewall firewall delete rule name=all dir=in ${program}\n${add}`;
    return { state: 'bad', text: 'blockedApp', advice: 'allow', facts: { firewall }, command };
  }
  const allowing = found.filter(({ allows }) => allows);
  const closed = missing(
    needs,
    allowing.flatMap(({ openings }) => openings),
  );
  if (closed.length > 0) {
    const state = severity(closed);
    const facts = { firewall, ports: listed(closed) };
    return { state, text: 'blocks', advice: 'allow', facts, command: add };
  }
  const everywhere = allowing.filter(({ inPublic }) => inPublic);
  return missing(
    needs,
    everywhere.flatMap(({ openings }) => openings),
  ).length === 0
    ? { state: 'good', text: 'allowed', facts: { firewall } }
    : { state: 'warning', text: 'onlyPrivate', advice: 'private', facts: { firewall } };
}

/** `reg query … /v EnableFirewall`: whether any of the profiles is on; null when nothing was found. */
export function switchedOn(text: string): boolean | null {
  const values = [...text.matchAll(/\bEnableFirewall\s+REG_DWORD\s+0x([0-9a-f]+)/gi)];
  return values.length === 0 ? null : values.some(([, value = '0']) => parseInt(value, 16) !== 0);
}

export type FirewallRule = {
  allows: boolean;
  /** Path of the program it is for; null: for any. */
  app: string | null;
  /** Also in networks that are marked as public. */
  inPublic: boolean;
  openings: Opening[];
};

/** `reg query …\FirewallRules`: active rules for what comes in, one to a line as v2.31|Action=Allow|Active=TRUE|Dir=In|… */
export function firewallRules(text: string): FirewallRule[] {
  return text.split('\n').flatMap((line) => {
    const [, fields] = /\bREG_SZ\s+v[\d.]+\|(.*)\|/.exec(line) ?? [];
    if (fields === undefined) return [];
    const all = fields.split('|').map((field) => field.split(/=(.*)/s, 2));
    const values = (key: string): string[] =>
      all.flatMap(([name, value]) => (name === key && value !== undefined ? [value] : []));
    const limited = values('RA4').length > 0 && !values('RA4').includes('LocalSubnet');
    if (values('Dir')[0] !== 'In' || values('Active')[0] !== 'TRUE' || limited) return [];
    // Windows' own apps and services have rules of their own, which are not for us.
    if (values('Svc').length > 0 || values('AppPkgId').length > 0) return [];
    const profiles = values('Profile');
    return [
      {
        allows: values('Action')[0] === 'Allow',
        app: values('App')[0] ?? null,
        inPublic: profiles.length === 0 || profiles.includes('Public'),
        openings: openingsOf(values('Protocol')[0], [...values('LPort'), ...values('LPort2_10')]),
      },
    ];
  });
}

function openingsOf(number: string | undefined, ports: string[]): Opening[] {
  const protocol = { '6': 'tcp', '17': 'udp', any: 'any' }[number ?? 'any'];
  if (protocol === undefined) return [];
  const ranges = ports.length === 0 ? [everyPort] : ports.map(portRange);
  return ranges.flatMap((range) =>
    range ? [{ protocol: protocol as Opening['protocol'], ...range }] : [],
  );
}
