// Tables of routes, neighbours and ports, as each system prints them.
import { describe, expect, it } from 'vitest';
import { wifiAmong, wifiDevice } from '../../../src/core/netcheck/isolation.ts';
import { neighbours } from '../../../src/core/netcheck/neighbours.ts';
import {
  hostAndPort,
  isNear,
  networkOf,
  staysInside,
} from '../../../src/core/netcheck/networks.ts';
import {
  listeningSockets,
  lsofHolder,
  netstatListener,
  portHolder,
  tasklistName,
} from '../../../src/core/netcheck/portHolder.ts';
import { defaultRoutes } from '../../../src/core/netcheck/routes.ts';
import { lookAround } from '../../../src/core/netcheck/surroundings.ts';
import { thisSystem } from '../../../src/core/netcheck/system.ts';
import { interfaceOf, own, recorded } from './recorded.ts';

const procRoute = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlp2s0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
tun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0
tun0\t00000080\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0
wlp2s0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
`;
const netstatRoutes = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.1.1        UGScg                 en0
default            link#20            UCSIg               utun4
127                127.0.0.1          UCS                   lo0
127.0.0.1          127.0.0.1          UH                    lo0
192.168.1          link#12            UCS                   en0      !
`;
const routePrint = `===========================================================================
Schnittstellenliste
 12...a4 c3 f0 11 22 33 ......Intel(R) Wi-Fi 6 AX201 160MHz
  1...........................Software Loopback Interface 1
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1    192.168.1.100     35
          0.0.0.0        128.0.0.0   Auf Verbindung         10.8.0.2      5
        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331
      192.168.1.0    255.255.255.0   Auf Verbindung     192.168.1.100    291
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0      192.168.1.1  Standard
`;

describe('the ways out', () => {
  it('of Linux', async () => {
    const system = recorded({ platform: 'linux', files: { '/proc/net/route': procRoute } });
    expect(await defaultRoutes(system, [])).toEqual([
      { via: 'wlp2s0', gateway: '192.168.1.1' },
      { via: 'tun0', gateway: '10.8.0.1' },
      { via: 'tun0', gateway: '10.8.0.1' },
    ]);
  });

  it('of macOS', async () => {
    const commands = { 'netstat -rn -f inet': netstatRoutes };
    expect(await defaultRoutes(recorded({ platform: 'darwin', commands }), [])).toEqual([
      { via: 'en0', gateway: '192.168.1.1' },
      { via: 'utun4', gateway: null },
    ]);
  });

  it('of Windows, by the names of its interfaces', async () => {
    const system = recorded({ platform: 'win32', commands: { 'route.exe print -4': routePrint } });
    const addresses = own({ WLAN: '192.168.1.100/24', 'OpenVPN Wintun': '10.8.0.2/24' });
    expect(await defaultRoutes(system, addresses)).toEqual([
      { via: 'WLAN', gateway: '192.168.1.1' },
      { via: 'OpenVPN Wintun', gateway: null },
    ]);
  });

  it('are none where nothing can be read', async () => {
    for (const platform of ['linux', 'darwin', 'win32', 'freebsd'] as const)
      expect(await defaultRoutes(recorded({ platform }), [])).toEqual([]);
  });
});

describe('neighbours', () => {
  it('of Linux: those that answered', async () => {
    const arp = `IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         a4:2b:b0:12:34:56     *        wlp2s0
192.168.1.77     0x1         0x0         00:00:00:00:00:00     *        wlp2s0
192.168.1.30     0x1         0x6         3c:22:fb:aa:bb:cc     *        wlp2s0
`;
    const system = recorded({ platform: 'linux', files: { '/proc/net/arp': arp } });
    expect(await neighbours(system)).toEqual(['192.168.1.1', '192.168.1.30']);
  });

  it('of macOS: neither the unanswered nor broadcasts and multicasts', async () => {
    const arp = `? (192.168.1.1) at a4:2b:b0:12:34:56 on en0 ifscope [ethernet]
? (192.168.1.40) at 0:1b:63:a:b:c on en0 ifscope [ethernet]
? (192.168.1.99) at (incomplete) on en0 ifscope [ethernet]
? (192.168.1.255) at ff:ff:ff:ff:ff:ff on en0 ifscope [ethernet]
mdns.mcast.net (224.0.0.251) at 1:0:5e:0:0:fb on en0 ifscope permanent [ethernet]
`;
    const system = recorded({ platform: 'darwin', commands: { 'arp -an': arp } });
    expect(await neighbours(system)).toEqual(['192.168.1.1', '192.168.1.40']);
  });

  it('of Windows, whatever its language', async () => {
    const arp = `\r
Schnittstelle: 192.168.1.100 --- 0xc\r
  Internetadresse       Physische Adresse     Typ\r
  192.168.1.1           a4-2b-b0-12-34-56     dynamisch\r
  192.168.1.23          3C-22-FB-AA-BB-CC     dynamisch\r
  192.168.1.255         ff-ff-ff-ff-ff-ff     statisch\r
  224.0.0.22            01-00-5e-00-00-16     statisch\r
`;
    const system = recorded({ platform: 'win32', commands: { 'arp.exe -a': arp } });
    expect(await neighbours(system)).toEqual(['192.168.1.1', '192.168.1.23']);
  });
});

describe('interfaces', () => {
  it('of VPNs are known by their names, and on Linux by what they are', async () => {
    const files = {
      '/sys/class/net/office/uevent': 'DEVTYPE=wireguard\nINTERFACE=office\nIFINDEX=7\n',
      '/sys/class/net/home/uevent': 'INTERFACE=home\nIFINDEX=8\n',
      '/sys/class/net/home/tun_flags': null,
      '/sys/class/net/eth0/uevent': 'INTERFACE=eth0\nIFINDEX=2\n',
    };
    const names = ['eth0', 'office', 'home', 'wg0', 'tailscale0', 'Mullvad VPN', 'Ethernet 2'];
    const interfaces = Object.fromEntries(
      names.map((name, at) => [name, interfaceOf(`10.0.${at}.2/24`)]),
    );
    const around = await lookAround(recorded({ platform: 'linux', files, interfaces }), undefined);
    expect(around.vpns).toEqual(['office', 'home', 'wg0', 'tailscale0', 'Mullvad VPN']);
    // Nobody of this building is behind them, so nobody is called there.
    expect(around.lan.map(({ name }) => name)).toEqual(['eth0', 'Ethernet 2']);
  });

  it('that are Wi-Fi', async () => {
    const ports = `
Hardware Port: Ethernet
Device: en1
Ethernet Address: 00:00:5e:00:53:01

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 00:00:5e:00:53:06
`;
    expect(wifiDevice(ports)).toBe('en0');
    const mac = recorded({ platform: 'darwin', commands: { '-listallhardwareports': ports } });
    expect(await wifiAmong(['en0', 'en1'], mac)).toEqual(['en0']);
    const files = { '/sys/class/net/wlp2s0/wireless': null };
    const linux = recorded({ platform: 'linux', files });
    expect(await wifiAmong(['wlp2s0', 'eth0'], linux)).toEqual(['wlp2s0']);
    const windows = recorded({ platform: 'win32' });
    expect(await wifiAmong(['Wi-Fi', 'WLAN 2', 'Ethernet'], windows)).toEqual(['Wi-Fi', 'WLAN 2']);
  });
});

describe('addresses', () => {
  const home = own({ eth0: '192.0.2.20/25' });
  it('are near, inside or outside', () => {
    expect(home.map(networkOf)).toEqual(['192.0.2.0/25']);
    expect(['192.0.2.1', '127.0.0.1', '::1'].map((host) => isNear(host, home))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['192.0.2.200', '10.0.0.1', 'nas.local', ''].some((host) => isNear(host, home))).toBe(
      false,
    );
    for (const host of ['192.0.2.1', '10.0.0.1', '172.31.0.1', '100.100.1.1', 'fd00::1', 'fe80::1'])
      expect(staysInside(host, home), host).toBe(true);
    for (const host of ['192.0.2.200', '172.32.0.1', '8.8.8.8', '2001:db8::1', 'nas.local', ''])
      expect(staysInside(host, home), host).toBe(false);
  });

  it('are taken apart', () => {
    expect(hostAndPort('192.168.1.20:7788')).toEqual({ host: '192.168.1.20', port: 7788 });
    expect(hostAndPort('[fd00::9]:80')).toEqual({ host: 'fd00::9', port: 80 });
    expect(hostAndPort('lab-nas.local:7788')?.host).toBe('lab-nas.local');
    expect(hostAndPort('')).toBeNull();
  });
});

describe('who holds a port', () => {
  it('by the tables of Linux', () => {
    const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1E6C 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31337 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1E6C 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 31338 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20001 1 0000000000000000 100 0 0 10 0
`;
    expect(listeningSockets(tcp, 7788)).toEqual(['31337']);
    const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1E6C 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31339 1 0000000000000000 100 0 0 10 0
`;
    expect(listeningSockets(tcp6, 7788)).toEqual(['31339']);
    expect(listeningSockets('', 7788)).toEqual([]);
  });

  it('by the commands of Windows and macOS', async () => {
    const netstat = `\r
Aktive Verbindungen\r
\r
  Proto  Lokale Adresse         Remoteadresse          Status           PID\r
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1044\r
  TCP    0.0.0.0:7788           0.0.0.0:0              ABHÖREN          4321\r
  TCP    192.168.1.100:7788     192.168.1.23:50210     HERGESTELLT      4322\r
  TCP    0.0.0.0:17788          0.0.0.0:0              ABHÖREN          5555\r
`;
    expect(netstatListener(netstat, 7788)).toBe('4321');
    expect(netstatListener(netstat, 788)).toBeNull();
    const task = '"nginx.exe","4321","Services","0","10,240 K"\r\n';
    expect(tasklistName(task)).toBe('nginx.exe');
    expect(tasklistName('INFO: No tasks are running which match the specified criteria.')).toBe(
      null,
    );
    const commands = {
      'netstat.exe -ano -p TCP': netstat,
      'tasklist.exe /FI PID eq 4321 /FO CSV /NH': task,
    };
    expect(await portHolder(7788, recorded({ platform: 'win32', commands }))).toBe(
      'nginx.exe (4321)',
    );
    expect(lsofHolder('p812\ncControlCe\nf9\n')).toBe('ControlCe (812)');
    expect(lsofHolder('')).toBeNull();
    const lsof = { '-iTCP:7788 -sTCP:LISTEN -Fpc': 'p812\ncControlCe\nf9\n' };
    expect(await portHolder(7788, recorded({ platform: 'darwin', commands: lsof }))).toBe(
      'ControlCe (812)',
    );
    for (const platform of ['win32', 'darwin', 'linux'] as const)
      expect(await portHolder(7788, recorded({ platform }))).toBeNull();
  });
});

describe("this computer's commands", () => {
  it('answer with code and output; one that is not there answers nothing', async () => {
    const node = process.execPath;
    const said = await thisSystem.run(node, ['-e', 'console.log("hi"); process.exitCode = 3']);
    expect(said).toEqual({ code: 3, out: 'hi\n' });
    expect(await thisSystem.run('lanline-no-such-command', [])).toBeNull();
  });

  it('are ended when they say too much', async () => {
    const flood = ['-e', 'for (;;) require("node:fs").writeSync(1, "x".repeat(65536))'];
    await expect(thisSystem.run(process.execPath, flood)).rejects.toThrow('maxBuffer');
  });
});
