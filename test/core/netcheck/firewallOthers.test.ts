// What the firewalls of Windows and macOS print and keep, and what is made of it. From recordings.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/netcheck/finding.ts';
import { checkFirewall } from '../../../src/core/netcheck/firewall.ts';
import { globalState, listedApps } from '../../../src/core/netcheck/firewallMac.ts';
import { firewallRules, switchedOn } from '../../../src/core/netcheck/firewallWindows.ts';
import { expectWorded, recorded, type Recording } from './recorded.ts';

async function found(recording: Recording): Promise<Finding> {
  const needs = { tcp: [7788], udp: [5353, 7787] };
  const finding = await checkFirewall(recorded(recording), needs, { lan: [] });
  expectWorded('firewall', finding);
  return finding;
}

describe('Windows', () => {
  const program = 'C:\\Program Files\\Lanline\\Lanline.exe';
  const key =
    'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
  const profiles = (...on: number[]): string =>
    ['DomainProfile', 'PublicProfile', 'StandardProfile']
      .map(
        (name, at) => `\r\n${key}\\${name}\r\n    EnableFirewall    REG_DWORD    0x${on[at]}\r\n`,
      )
      .join('');
  const rules = (...values: string[]): string =>
    `\r\n${key}\\FirewallRules\r\n${values
      .map((value, at) => `    {C0FFEE00-${at}}    REG_SZ    ${value}\r\n`)
      .join('')}\r\n`;
  const windows = (listed: string, enabled = profiles(1, 1, 1)): Recording => ({
    platform: 'win32',
    program,
    commands: {
      [`FirewallPolicy /s /v EnableFirewall`]: enabled,
      [`FirewallPolicy\\FirewallRules`]: listed,
    },
  });
  const system =
    'v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=5353|App=%SystemRoot%\\system32\\svchost.exe|Svc=dnscache|Name=@FirewallAPI.dll,-37303|EmbedCtxt=@FirewallAPI.dll,-37302|';
  const app = (protocol: number, more = ''): string =>
    `v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=${protocol}|${more}App=${program.toUpperCase()}|Name=Lanline|Desc=Lanline|`;
  const add = `netsh advfirewall firewall add rule name="Lanline" dir=in action=allow program="${program}"`;

  it('has profiles that are on or off', () => {
    expect(switchedOn(profiles(0, 0, 1))).toBe(true);
    expect(switchedOn(profiles(0, 0, 0))).toBe(false);
    expect(switchedOn('ERROR: The system was unable to find the specified registry key.')).toBe(
      null,
    );
  });

  it('has rules, of which those for what comes in count', () => {
    const out = app(6).replace('Dir=In', 'Dir=Out');
    const off = app(6).replace('Active=TRUE', 'Active=FALSE');
    const ports =
      'v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|LPort=80|LPort2_10=7700-7800|Name=a=b|';
    const remote = app(6, 'RA4=203.0.113.7|');
    expect(firewallRules(rules(system, out, off, remote, ports))).toEqual([
      {
        allows: true,
        app: null,
        inPublic: false,
        openings: [
          { protocol: 'tcp', from: 80, to: 80 },
          { protocol: 'tcp', from: 7700, to: 7800 },
        ],
      },
    ]);
  });

  it('may be off, or keep to itself', async () => {
    expect((await found(windows(rules(), profiles(0, 0, 0)))).text).toBe('off');
    expect(await found({ platform: 'win32' })).toMatchObject({
      state: 'unknown',
      text: 'cannotTell',
    });
  });

  it('lets the program in, or the ports', async () => {
    expect((await found(windows(rules(system, app(6), app(17))))).text).toBe('allowed');
    const ports = (protocol: number, list: string): string =>
      `v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=${protocol}|${list}Name=x|`;
    const opened = rules(
      ports(6, 'LPort=7788|'),
      ports(17, 'LPort=7787|LPort=5353|RA4=LocalSubnet|'),
    );
    expect((await found(windows(opened))).text).toBe('allowed');
    const anything = `v2.31|Action=Allow|Active=TRUE|Dir=In|App=${program}|Name=Lanline|`;
    expect((await found(windows(rules(anything)))).text).toBe('allowed');
  });

  it('keeps out what no rule lets in', async () => {
    expect(await found(windows(rules(system)))).toEqual({
      state: 'bad',
      text: 'blocks',
      advice: 'allow',
      facts: { firewall: 'Windows', ports: '7788/tcp, 5353/udp, 7787/udp' },
      command: add,
    });
    const other = app(6).replace('LANLINE.EXE', 'OTHER.EXE');
    expect((await found(windows(rules(other, app(17))))).facts).toMatchObject({
      ports: '7788/tcp',
    });
  });

  it('may let in only from private networks', async () => {
    const only = ['Profile=Private|', 'Profile=Domain|'].join('');
    const limited = rules(app(6, only), app(17, only));
    expect(await found(windows(limited))).toMatchObject({ state: 'warning', text: 'onlyPrivate' });
  });

  it('remembers a click on Cancel as a rule that outweighs the others', async () => {
    const cancelled = app(6, 'Profile=Public|').replace('Allow', 'Block');
    expect(await found(windows(rules(app(6), app(17), cancelled)))).toMatchObject({
      state: 'bad',
      text: 'blockedApp',
      command: `netsh advfirewall firewall delete rule name=all dir=in program="${program}"\n${add}`,
    });
  });
});

describe('macOS', () => {
  const program = '/Applications/Lanline.app/Contents/MacOS/Lanline';
  const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
  const mac = (state: string, apps = ''): Recording => ({
    platform: 'darwin',
    program,
    commands: { '--getglobalstate': state, '--listapps': apps },
  });
  const on = 'Firewall is enabled. (State = 1)\n';
  const apps = (what: string, path = '/Applications/Lanline.app'): string =>
    `ALF: total number of apps = 2 \n\n1 :  /usr/libexec/bootpd \n \t ( Allow incoming connections ) \n\n2 :  ${path} \n \t ( ${what} incoming connections ) \n\n`;

  it('says whether it is on', () => {
    expect(globalState('Firewall is disabled. (State = 0)\n')).toBe('off');
    expect(globalState(on)).toBe('on');
    expect(globalState('Firewall is enabled. (State = 2)\n')).toBe('blocksAll');
    expect(globalState('')).toBeNull();
  });

  it('lists programs, in the spacing of any version', () => {
    expect(listedApps(apps('Block'))).toEqual([
      { path: '/usr/libexec/bootpd', allowed: true },
      { path: '/Applications/Lanline.app', allowed: false },
    ]);
    const newer =
      'Total number of apps = 1\n1 : /Applications/My App (1).app \n             (Allow incoming connections)\n';
    expect(listedApps(newer)).toEqual([{ path: '/Applications/My App (1).app', allowed: true }]);
  });

  it('is off, keeps everybody out, or keeps to itself', async () => {
    expect((await found(mac('Firewall is disabled. (State = 0)\n'))).text).toBe('off');
    expect(await found(mac('Firewall is enabled. (State = 2)\n'))).toMatchObject({
      state: 'bad',
      advice: 'macAll',
    });
    expect((await found({ platform: 'darwin' })).text).toBe('cannotTell');
  });

  it('lets our program in, keeps it out, or has not been asked', async () => {
    expect((await found(mac(on, apps('Allow')))).text).toBe('allowed');
    const helper =
      '/Applications/Lanline.app/Contents/Frameworks/Lanline Helper.app/Contents/MacOS/Lanline Helper';
    expect((await found(mac(on, apps('Block', helper)))).text).toBe('blockedApp');
    expect(await found(mac(on, apps('Allow', '/Applications/Lanline2.app')))).toMatchObject({
      state: 'warning',
      text: 'unseen',
      command: `sudo ${tool} --add '/Applications/Lanline.app' && sudo ${tool} --unblockapp '/Applications/Lanline.app'`,
    });
  });

  it('is told about a program in a folder with a quote in its name', async () => {
    const odd = "/Users/mara/Ines' apps/Lanline.app/Contents/MacOS/Lanline";
    const { command } = await found({ ...mac(on), program: odd });
    expect(command).toContain(`--add '/Users/mara/Ines'\\'' apps/Lanline.app' &&`);
  });
});

it('other systems have firewalls that nobody here knows', async () => {
  expect((await found({ platform: 'freebsd' })).text).toBe('cannotTell');
});
