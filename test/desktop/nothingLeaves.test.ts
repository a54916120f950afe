// Promise 4: nothing leaves the network. Every packet of two apps at work is caught; whatever was
// meant for elsewhere, and every name asked for, would be seen: the way out leads past the capture.
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { captureOf, describeCapture, testLan } from './support/lan.ts';
import {
  byId,
  hostByHand,
  joinByHand,
  openSomebody,
  type Somebody,
  talk,
} from './support/meeting.ts';

/** Where packets of a local network may go: to it, and to the groups by which neighbours find each other. */
const near = (subnet: string): string =>
  [
    'arp',
    `dst net ${subnet}`,
    'dst host 255.255.255.255',
    // Multicast DNS.
    '(udp port 5353 and dst host 224.0.0.251)',
    // The system joins groups.
    'igmp',
    'ip6 dst host ff02::16',
    // The system's neighbour discovery in IPv6: solicitations, advertisements, a question for routers.
    '(icmp6 and (icmp6[0] = 135 or icmp6[0] = 136 or icmp6[0] = 133))',
  ].join(' or ');

describeCapture('two apps at work', () => {
  it('send nothing to anywhere but their own network, and nothing that others can read', async () => {
    const lan = await testLan(2);
    const capture = await captureOf(lan);
    const [mara, wei] = (await Promise.all(lan.computers.map((one) => openSomebody(one)))) as [
      Somebody,
      Somebody,
    ];
    await wei.click('check the network', 'check-network');
    await wei.step('see', `${byId('check-summary')}:not(.running)`);
    await wei.step('press', 'body', 'Escape');
    await hostByHand(mara, 'Mara Lind');
    await joinByHand(wei, 'Wei Chen 陈伟', mara);
    await talk(mara, wei, ['The door code is 4711.', '收到，谢谢']);
    for (const app of [mara, wei]) {
      await app.click('settings', 'settings-open');
      await app.click('what was contacted', 'settings-network');
      await app.step('see', byId('contact-row'));
      await app.step('press', 'body', 'Escape');
    }
    const listed = (await wei.call('network.contacts')).map(({ host }) => host);
    await Promise.all([mara.quit(), wei.quit()]);

    const away = `not (${near(lan.subnet)})`;
    expect(await capture.packets(away)).toEqual([]);
    expect(await capture.packets('port 53')).toEqual([]);
    for (const own of ['tcp', 'udp port 7787', 'udp port 5353'])
      expect((await capture.packets(own)).length).toBeGreaterThan(2);
    for (const secret of ['The door code', '收到', '陈伟', 'Bearer'])
      expect(capture.carried(secret), secret).toBe(false);
    const sent = await capture.packets(`ip and not igmp and src host ${lan.computers[1]?.address}`);
    expect([...new Set(sent.map(hostOf))].toSorted()).toEqual([...new Set(listed)].toSorted());
    console.log(`${(await capture.packets('')).length} packets, none of them for elsewhere.`);

    // Whether the capture would have seen it.
    const [computer] = lan.computers;
    await computer?.run(process.execPath, '--eval', leaving);
    await eventually(async () => {
      const [packet, ...others] = await capture.packets(away);
      expect(others).toEqual([]);
      expect(packet).toContain('203.0.113.1.443');
      expect((await capture.packets('port 53')).join()).toContain('lanline.example');
      expect(capture.carried('readable')).toBe(true);
    });
  });
});

/** Whom a packet was sent to, as tcpdump writes it: IP 10.77.1.11.40026 > 10.77.1.10.7788: … */
const hostOf = (packet: string): string => / > (\d+(?:\.\d+){3})/.exec(packet)?.[1] ?? packet;

/** What no app of ours may do. */
const leaving = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.send('readable', 443, '203.0.113.1', () => socket.close());
  require('node:dns').resolve4('lanline.example', () => {});
`;
