// What the firewalls of Linux print and keep, and what is made of it. From recordings.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/netcheck/finding.ts';
import { checkFirewall } from '../../../src/core/netcheck/firewall.ts';
import { firewalldZones, ufwEnabled } from '../../../src/core/netcheck/firewallLinux.ts';
import { expectWorded, own, recorded, type Recording } from './recorded.ts';

const lan = own({ wlp2s0: '192.168.1.20/24' });
const hosting = { tcp: [7788], udp: [5353, 7787] };
const joining = { tcp: [], udp: [5353, 7787] };

async function found(recording: Recording, needs = hosting): Promise<Finding> {
  const finding = await checkFirewall(recorded(recording), needs, { lan });
  expectWorded('firewall', finding);
  return finding;
}

describe('ufw', () => {
  const on =
    '# /etc/ufw/ufw.conf\n#\n\n# Set to yes to start on boot.\nENABLED=yes\n\nLOGLEVEL=low\n';
  const drop = 'IPV6=yes\nDEFAULT_INPUT_POLICY="DROP"\nDEFAULT_OUTPUT_POLICY="ACCEPT"\n';
  const ufw = (rules: string | null, policy = drop) => ({
    platform: 'linux' as const,
    files: {
      '/etc/ufw/ufw.conf': on,
      '/etc/default/ufw': policy,
      '/etc/ufw/user.rules': rules,
    },
  });
  const rules = (...tuples: string[]): string =>
    `*filter\n:ufw-user-input - [0:0]\n### RULES ###\n\n${tuples
      .map((tuple) => `### tuple ### ${tuple}\n-A ufw-user-input …\n\n`)
      .join('')}### END RULES ###\n`;

  it('is on or off', () => {
    expect(ufwEnabled(on)).toBe(true);
    expect(ufwEnabled(on.replace('=yes', '=no'))).toBe(false);
    expect(ufwEnabled('#ENABLED=yes\n')).toBe(false);
    expect(ufwEnabled('')).toBe(false);
  });

  it('keeps its rules from us, so only the command is told', async () => {
    expect(await found(ufw(null))).toEqual({
      state: 'warning',
      text: 'unseen',
      advice: 'allow',
      facts: { firewall: 'ufw' },
      command: 'sudo ufw allow 7788/tcp && sudo ufw allow 5353,7787/udp',
    });
    expect((await found(ufw(null), joining)).command).toBe('sudo ufw allow 5353,7787/udp');
  });

  it('lets in what its rules say', async () => {
    const everywhere = '0.0.0.0/0 any 0.0.0.0/0 in';
    const open = [`allow tcp 7788 ${everywhere}`, `allow udp 7787,5353 ${everywhere}`];
    expect((await found(ufw(rules(...open)))).text).toBe('allowed');
    const wide = ['allow any 7000:8000 0.0.0.0/0 any 192.168.0.0/16 in comment=4c414e'];
    expect((await found(ufw(rules(...wide)))).text).toBe('allowed');
    expect((await found(ufw(rules('allow any any 0.0.0.0/0 any 10.0.0.0/8 in')))).text).toBe(
      'allowed',
    );
    expect((await found(ufw(rules(`${open[0]}_wlp2s0`, open[1] ?? '')))).text).toBe('allowed');
    const accepting = drop.replace('DROP', 'ACCEPT');
    expect((await found(ufw(rules(), accepting))).text).toBe('allowed');
  });

  it('keeps out what they do not', async () => {
    expect(await found(ufw(rules('allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in')))).toMatchObject({
      state: 'bad',
      text: 'blocks',
      facts: { firewall: 'ufw', ports: '7788/tcp, 7787/udp' },
    });
    expect((await found(ufw(rules()), joining)).state).toBe('warning');
    for (const tuple of [
      'deny tcp 7788 0.0.0.0/0 any 0.0.0.0/0 in',
      'allow udp 7788 0.0.0.0/0 any 0.0.0.0/0 in',
      'allow tcp 7788 0.0.0.0/0 any 192.168.1.5 in',
      'allow tcp 7788 0.0.0.0/0 any 0.0.0.0/0 in_wg0',
      'allow tcp 7788 0.0.0.0/0 any 0.0.0.0/0 out',
      'route:allow tcp 7788 0.0.0.0/0 any 0.0.0.0/0 in',
    ]) {
      const { facts } = await found(ufw(rules(tuple)));
      expect(facts?.['ports'], tuple).toBe('7788/tcp, 7787/udp');
    }
  });
});

describe('firewalld', () => {
  const zones = (ports: string, more = ''): string => `block
  target: %%REJECT%%
  icmp-block-inversion: no
  interfaces: 
  sources: 
  services: 
  ports: 
  protocols: 

docker (active)
  target: ACCEPT
  icmp-block-inversion: no
  interfaces: docker0
  sources: 
  services: 
  ports: 
  protocols: 

FedoraWorkstation (default, active)
  target: default
  ingress-priority: 0
  egress-priority: 0
  icmp-block-inversion: no
  interfaces: enp4s0 wlp2s0
  sources: 
  services: dhcpv6-client samba-client ssh${more}
  ports: ${ports}
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
`;
  const firewalld = (listed: string | { code: number; out: string }): Recording => ({
    platform: 'linux',
    commands: {
      'firewall-cmd --state': 'running\n',
      'firewall-cmd --list-all-zones': listed,
    },
  });

  it('has zones, of which those in use count', () => {
    expect(
      firewalldZones(zones('7788/tcp')).map(({ name, interfaces }) => [name, interfaces]),
    ).toEqual([
      ['docker', ['docker0']],
      ['FedoraWorkstation', ['enp4s0', 'wlp2s0']],
    ]);
    expect(firewalldZones('')).toEqual([]);
  });

  it('lets in what the zone of our network says', async () => {
    expect((await found(firewalld(zones('1025-65535/udp 1025-65535/tcp')))).text).toBe('allowed');
    expect((await found(firewalld(zones('7788/tcp 7787/udp', ' mdns')))).text).toBe('allowed');
    const trusted = zones('').replace('target: default', 'target: ACCEPT');
    expect((await found(firewalld(trusted))).text).toBe('allowed');
  });

  it('keeps out the rest, and tells the command for that zone', async () => {
    expect(await found(firewalld(zones('7788/tcp', ' mdns')))).toMatchObject({
      state: 'warning',
      text: 'blocks',
      facts: { firewall: 'firewalld', ports: '7787/udp' },
    });
    expect(await found(firewalld(zones('')))).toMatchObject({
      state: 'bad',
      facts: { ports: '7788/tcp, 5353/udp, 7787/udp' },
      command:
        'sudo firewall-cmd --permanent --zone=FedoraWorkstation --add-port=7788/tcp --add-port=5353/udp --add-port=7787/udp && sudo firewall-cmd --reload',
    });
  });

  it('may answer administrators only', async () => {
    const refused = { code: 253, out: '' };
    expect(await found(firewalld(refused))).toMatchObject({ state: 'warning', text: 'unseen' });
  });

  it('may be installed and off', async () => {
    const commands = { 'firewall-cmd --state': { code: 252, out: 'not running\n' } };
    expect(await found({ platform: 'linux', commands })).toMatchObject({ text: 'none' });
  });
});

describe('other firewalls of Linux', () => {
  it('are noticed when the system starts them', async () => {
    const nft = { '/etc/systemd/system/sysinit.target.wants/nftables.service': null };
    expect(await found({ platform: 'linux', files: nft })).toMatchObject({
      state: 'warning',
      text: 'unseen',
      facts: { firewall: 'nftables' },
      command:
        "sudo nft insert rule inet filter input tcp dport 7788 accept && sudo nft insert rule inet filter input udp dport '{ 5353, 7787 }' accept",
    });
    const kept = { '/etc/systemd/system/multi-user.target.wants/netfilter-persistent.service': '' };
    expect(await found({ platform: 'linux', files: kept })).toMatchObject({
      facts: { firewall: 'iptables' },
      command:
        'sudo iptables -I INPUT -p tcp --dport 7788 -j ACCEPT && sudo iptables -I INPUT -p udp -m multiport --dports 5353,7787 -j ACCEPT',
    });
  });

  it('are none as far as anybody can see', async () => {
    expect(await found({ platform: 'linux' })).toMatchObject({ state: 'good', text: 'none' });
  });
});
