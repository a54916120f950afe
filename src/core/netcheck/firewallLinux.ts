// Linux: ufw and firewalld are understood; nftables and iptables of their own are only noticed, for their rules
// are for administrators' eyes.
import { type Finding, listed } from './finding.ts';
import { everyPort, missing, type Needs, type Opening, portRange, severity } from './ports.ts';
import type { System } from './system.ts';

/** `interfaces`: those of the local network. */
export async function linuxFirewall(
  system: System,
  needs: Needs,
  interfaces: ReadonlySet<string>,
): Promise<Finding> {
  if (ufwEnabled((await system.read('/etc/ufw/ufw.conf')) ?? ''))
    return ufw(system, needs, interfaces);
  const state = await system.run('firewall-cmd', ['--state']);
  if (state?.out.trim() === 'running') return firewalld(system, needs, interfaces);
  if (await enabledUnit(system, ['nftables'])) return unseen('nftables', nftCommand(needs));
  if (await enabledUnit(system, ['netfilter-persistent', 'iptables']))
    return unseen('iptables', iptablesCommand(needs));
  return { state: 'good', text: 'none' };
}

/** /etc/ufw/ufw.conf, which everybody may read. */
export const ufwEnabled = (conf: string): boolean => /^\s*ENABLED\s*=\s*"?yes"?\s*$/im.test(conf);

/**
 * /etc/ufw/user.rules: what comes in on these interfaces, unless only from single computers. Each rule is told as
 * `### tuple ### allow tcp 7788 0.0.0.0/0 any 192.168.0.0/16 in`.
 */
function ufwOpenings(rules: string, interfaces: ReadonlySet<string>): Opening[] {
  const tuple =
    /^### tuple ### (?:allow|limit)\S* (tcp|udp|any) (\S+) \S+ \S+ (\S+\/\d+)(?: \S+ \S+)? in(?:_(\S+))?(?: |$)/gm;
  return [...rules.matchAll(tuple)].flatMap(([, protocol = 'any', ports = '', , on]) => {
    if (on !== undefined && !interfaces.has(on)) return [];
    const ranges = ports === 'any' ? [everyPort] : ports.split(',').map(portRange);
    return ranges.flatMap((range) =>
      range ? [{ protocol: protocol as Opening['protocol'], ...range }] : [],
    );
  });
}

export type Zone = { name: string; interfaces: string[]; openings: Opening[] };

/** `firewall-cmd --list-all-zones`: the zones in use. */
export function firewalldZones(text: string): Zone[] {
  return text
    .split(/\n(?=\S)/)
    .filter((block) => /^\S+ \(.*\bactive\)/.test(block))
    .map((block) => {
      const words = (key: string): string[] =>
        new RegExp(`^ +${key}: *(\\S.*)$`, 'm').exec(block)?.[1]?.trim().split(/\s+/) ?? [];
      const openings: Opening[] = words('ports').flatMap((word) => {
        const [ports = '', protocol] = word.split('/');
        const range = portRange(ports);
        return range && (protocol === 'tcp' || protocol === 'udp') ? [{ protocol, ...range }] : [];
      });
      if (words('target')[0] === 'ACCEPT') openings.push({ protocol: 'any', ...everyPort });
      if (words('services').includes('mdns'))
        openings.push({ protocol: 'udp', from: 5353, to: 5353 });
      return { name: /^\S+/.exec(block)?.[0] ?? '', interfaces: words('interfaces'), openings };
    });
}

async function ufw(
  system: System,
  needs: Needs,
  interfaces: ReadonlySet<string>,
): Promise<Finding> {
  const command = [
    ...needs.tcp.map((port) => `sudo ufw allow ${port}/tcp`),
    `sudo ufw allow ${needs.udp.join(',')}/udp`,
  ].join(' && ');
  const policy = (await system.read('/etc/default/ufw')) ?? '';
  if (/^DEFAULT_INPUT_POLICY="?ACCEPT"?/m.test(policy)) return allowed('ufw');
  const rules = await system.read('/etc/ufw/user.rules');
  if (rules === null) return unseen('ufw', command);
  // Unless somebody took it out, ufw lets multicast DNS in before these rules.
  const mdns: Opening = { protocol: 'udp', from: 5353, to: 5353 };
  return judged('ufw', needs, [...ufwOpenings(rules, interfaces), mdns], command);
}

async function firewalld(
  system: System,
  needs: Needs,
  interfaces: ReadonlySet<string>,
): Promise<Finding> {
  const answer = await system.run('firewall-cmd', ['--list-all-zones']);
  const zones = answer?.code === 0 ? firewalldZones(answer.out) : [];
  const ours = zones.filter((zone) => zone.interfaces.some((name) => interfaces.has(name)));
  const [zone] = ours.filter(({ openings }) => missing(needs, openings).length > 0);
  const ports = [
    ...needs.tcp.map((port) => `--add-port=${port}/tcp`),
    ...needs.udp.map((port) => `--add-port=${port}/udp`),
  ];
  const where = zone ? [`--zone=${zone.name}`] : [];
  const command = `sudo firewall-cmd --permanent ${[...where, ...ports].join(' ')} && sudo firewall-cmd --reload`;
  if (ours.length === 0) return unseen('firewalld', command);
  return zone ? judged('firewalld', needs, zone.openings, command) : allowed('firewalld');
}

async function enabledUnit(system: System, names: string[]): Promise<boolean> {
  const found = await Promise.all(
    names.flatMap((name) =>
      ['multi-user', 'sysinit', 'basic'].map((target) =>
        system.exists(`/etc/systemd/system/${target}.target.wants/${name}.service`),
      ),
    ),
  );
  return found.includes(true);
}

function judged(firewall: string, needs: Needs, openings: Opening[], command: string): Finding {
  const closed = missing(needs, openings);
  if (closed.length === 0) return allowed(firewall);
  const state = severity(closed);
  const facts = { firewall, ports: listed(closed) };
  return { state, text: 'blocks', advice: 'allow', facts, command };
}

const allowed = (firewall: string): Finding => ({
  state: 'good',
  text: 'allowed',
  facts: { firewall },
});
const unseen = (firewall: string, command: string): Finding => ({
  state: 'warning',
  text: 'unseen',
  advice: 'allow',
  facts: { firewall },
  command,
});

/** In front of the other rules, of which one usually drops everything. */
const nftCommand = ({ tcp, udp }: Needs): string =>
  [...tcp.map((port) => `tcp dport ${port}`), `udp dport '{ ${udp.join(', ')} }'`]
    .map((match) => `sudo nft insert rule inet filter input ${match} accept`)
    .join(' && ');

const iptablesCommand = ({ tcp, udp }: Needs): string =>
  [...tcp.map((port) => `-p tcp --dport ${port}`), `-p udp -m multiport --dports ${udp.join(',')}`]
    .map((match) => `sudo iptables -I INPUT ${match} -j ACCEPT`)
    .join(' && ');
