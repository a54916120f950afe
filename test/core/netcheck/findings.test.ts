// What is made of what was found: addresses, networks, VPNs, guest networks and clocks.
import { describe, expect, it } from 'vitest';
import { checkAddresses } from '../../../src/core/netcheck/addresses.ts';
import { checkBeacon } from '../../../src/core/netcheck/beacon.ts';
import { checkClock } from '../../../src/core/netcheck/clock.ts';
import { type Finding, listed, worst } from '../../../src/core/netcheck/finding.ts';
import type { Heard } from '../../../src/core/netcheck/hear.ts';
import { checkIsolation } from '../../../src/core/netcheck/isolation.ts';
import { checkMulticast } from '../../../src/core/netcheck/multicast.ts';
import { checkSubnet } from '../../../src/core/netcheck/subnet.ts';
import type { KnownTeam } from '../../../src/core/netcheck/teams.ts';
import { checkVpn } from '../../../src/core/netcheck/vpn.ts';
import type { CheckName } from '../../../src/shared/rows.ts';
import { expectWorded, own } from './recorded.ts';

/** "state text advice", worded in both languages. */
function told(check: CheckName, finding: Finding): string {
  expectWorded(check, finding);
  return [finding.state, finding.text, finding.advice].filter(Boolean).join(' ');
}

const home = own({ eth0: '192.168.1.20/24' });

const team = (address: string, more: Partial<KnownTeam> = {}): KnownTeam => ({
  name: 'Riverside Lab',
  address,
  link: 'offline',
  trust: { kind: 'none' },
  hosted: false,
  ...more,
});

describe('own addresses', () => {
  const say = (networks: Record<string, string>, vpns: string[] = []) =>
    told('addresses', checkAddresses({ own: own(networks), vpns }));

  it('tell whether this computer is in a network that can be used', () => {
    expect(say({ eth0: '192.168.1.20/24' })).toBe('good found');
    expect(say({})).toBe('bad none connect');
    expect(say({ wg0: '10.8.0.2/24' }, ['wg0'])).toBe('warning onlyVpn connect');
    expect(say({ eth0: 'fd00::2/64' })).toBe('warning onlyV6 v4');
    expect(say({ eth0: 'fe80::2/64' })).toBe('bad none connect');
    expect(say({ wlan0: '169.254.7.9/16' })).toBe('bad selfGiven router');
    expect(say({ wlan0: '169.254.7.9/16', eth0: '192.168.1.20/24' })).toBe('good found');
  });

  it('and its networks, as people write them', () => {
    const networks = own({ eth0: '192.168.1.20/24', wlan0: '10.77.130.9/17', x: 'fd00::2/64' });
    expect(checkAddresses({ own: networks, vpns: [] }).facts).toEqual({
      addresses: '192.168.1.20, 10.77.130.9, fd00::2',
      networks: '192.168.1.0/24, 10.77.128.0/17, fd00::2/64',
    });
  });
});

describe('the network of a team', () => {
  const say = (teams: KnownTeam[], looked: string[] = []) =>
    told('subnet', checkSubnet({ own: home }, teams, looked));

  it('is ours, or another', () => {
    expect(say([team('192.168.1.30:7788')])).toBe('good same');
    expect(say([team('192.168.2.30:7788')])).toBe('warning other invite');
    expect(say([team('192.168.1.30:7788'), team('10.0.0.4:7788')])).toBe('warning other invite');
    expect(say([team('192.168.2.30:7788', { link: 'live' })])).toBe('good routed');
  });

  it('is also asked of addresses that were typed', () => {
    expect(say([], ['192.168.1.30'])).toBe('good same');
    expect(say([], ['10.1.2.3:7788'])).toBe('warning other invite');
    expect(checkSubnet({ own: home }, [], ['10.1.2.3:7788']).facts).toEqual({
      addresses: '10.1.2.3',
      networks: '192.168.1.0/24',
    });
  });

  it('is not known of names, which are not looked up, nor without any team', () => {
    expect(say([team('lab-nas.local:7788')], ['nas.example'])).toBe('unknown nothing');
    expect(say([team('127.0.0.1:7788', { hosted: true })])).toBe('unknown nothing');
  });

  it('is compared in IPv6, too', () => {
    const six = own({ eth0: 'fd00::2/64' });
    expect(checkSubnet({ own: six }, [team('[fd00::9]:7788')], []).text).toBe('same');
    expect(checkSubnet({ own: six }, [team('[fd01::9]:7788')], []).text).toBe('other');
  });
});

it('a VPN is told, and whether it takes everything', () => {
  const out = { via: 'eth0', gateway: '192.168.1.1' };
  expect(told('vpn', checkVpn({ vpns: [], routes: [out] }))).toBe('good none');
  expect(told('vpn', checkVpn({ vpns: ['wg0'], routes: [out] }))).toBe('warning present exclude');
  const all = { via: 'tun0', gateway: '10.8.0.1' };
  expect(told('vpn', checkVpn({ vpns: ['tun0'], routes: [out, all] }))).toBe(
    'warning everything pause',
  );
});

describe('a guest network', () => {
  const say = (inputs: Partial<Parameters<typeof checkIsolation>[0]>) => {
    const routes = [{ via: 'wlan0', gateway: '192.168.1.1' }];
    const nobody = { vpns: [], wifi: ['wlan0'], neighbours: [], heard: [] };
    return told('isolation', checkIsolation({ own: home, routes, ...nobody, ...inputs }));
  };

  it('is likely where on Wi-Fi only the router answers', () => {
    expect(say({ neighbours: ['192.168.1.1'] })).toBe('warning likely otherWifi');
    expect(say({ neighbours: ['192.168.1.1'], heard: ['192.168.1.1', '192.168.1.20'] })).toBe(
      'warning likely otherWifi',
    );
  });

  it('is none where anybody else is heard', () => {
    expect(say({ neighbours: ['192.168.1.1', '192.168.1.30'] })).toBe('good neighbours');
    expect(say({ neighbours: ['192.168.1.1'], heard: ['192.168.1.31'] })).toBe('good neighbours');
  });

  it('cannot be told where it is merely quiet', () => {
    expect(say({})).toBe('unknown quietWifi');
    expect(say({ wifi: [], neighbours: ['192.168.1.1'] })).toBe('unknown quiet');
    expect(say({ own: [], wifi: [], routes: [] })).toBe('unknown noNetwork');
  });
});

it('clocks may differ by five minutes', () => {
  const now = Date.UTC(2026, 10, 22);
  const say = (...aheadMs: number[]) =>
    told(
      'clock',
      checkClock(
        now,
        aheadMs.map((ms) => ({ team: 'Riverside Lab', aheadMs: ms })),
      ),
    );
  expect(say()).toBe('unknown nobody');
  expect(say(-4 * 60_000, 1000)).toBe('good agrees');
  expect(say(0, 20 * 60_000)).toBe('warning slow set');
  expect(say(-20 * 60_000)).toBe('warning fast set');
  expect(checkClock(now, [{ team: 'x', aheadMs: -20 * 60_000 }]).facts).toMatchObject({
    minutes: 20,
  });
  expect(told('clock', checkClock(Date.UTC(2000, 0, 1), []))).toBe('bad past set');
});

describe('what was heard', () => {
  const silence: Heard = { back: ['192.168.1.20'], silent: [], others: [], trouble: null };
  const deaf: Heard = { ...silence, back: [], silent: ['192.168.1.20'] };
  const crowd: Heard = { ...silence, others: ['192.168.1.1', '192.168.1.30'] };

  it('of multicasts', () => {
    const say = (
      heard: Partial<Heard>,
      { connected = false, platform = 'linux' as NodeJS.Platform } = {},
    ) => told('multicast', checkMulticast({ ...silence, ...heard }, { connected, platform }));
    expect(say(crowd)).toBe('good heard');
    expect(say({ ...crowd, silent: ['10.0.0.2'] })).toBe('warning partly firewall');
    expect(say({})).toBe('warning alone byAddress');
    expect(say({}, { connected: true })).toBe('warning filtered byAddress');
    expect(say(deaf)).toBe('bad deaf firewall');
    expect(say(deaf, { platform: 'darwin' })).toBe('bad deaf permission');
    expect(say({ ...deaf, trouble: 'EADDRINUSE' })).toBe('bad taken taken');
    expect(say({ back: [] })).toBe('unknown noNetwork');
  });

  it('of beacons', () => {
    const say = (heard: Partial<Heard>, { hosting = false, connected = false } = {}) =>
      told('beacon', checkBeacon({ ...silence, ...heard }, 7787, { hosting, connected }));
    expect(say(crowd)).toBe('good heard');
    expect(say({ ...crowd, silent: ['10.0.0.2'] })).toBe('warning partly firewall');
    expect(say({})).toBe('warning alone start');
    expect(say({}, { hosting: true })).toBe('good own');
    expect(say({}, { connected: true })).toBe('warning filtered byAddress');
    expect(say(deaf)).toBe('bad deaf firewall');
    expect(say({ ...deaf, trouble: 'EADDRINUSE' })).toBe('bad taken taken');
    expect(say({ back: [] })).toBe('unknown noNetwork');
  });
});

it('the worst of several findings is told, and of equals the first', () => {
  const [good, bad, worse] = [
    { state: 'good', text: 'a' },
    { state: 'warning', text: 'b' },
    { state: 'warning', text: 'c' },
  ] as const;
  expect(worst(good, bad, worse)).toBe(bad);
  expect(worst(good)).toBe(good);
});

it('long lists are cut', () => {
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b, …');
  expect(listed(['a', 'b'], 2)).toBe('a, b');
});
