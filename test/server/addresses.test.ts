// Which of this computer's addresses are shown, in which order; and whose address is near.
import { describe, expect, test } from 'vitest';
import { isLocalOnly, reachableAddresses } from '../../server/addresses.ts';
import {
  type Interfaces,
  isLoopback,
  isInward,
  isNearby,
  peerAddress,
} from '../../server/peers.ts';

const ip = (address: string, prefix: number, internal = false) =>
  ({
    address,
    family: address.includes(':') ? 'IPv6' : 'IPv4',
    internal,
    cidr: `${address}/${prefix}`,
    mac: '00:00:00:00:00:00',
    netmask: '',
  }) as NonNullable<Interfaces[string]>[number];

const interfaces: Interfaces = {
  lo: [ip('127.0.0.1', 8, true), ip('::1', 128, true)],
  docker0: [ip('172.17.0.1', 16)],
  'br-4f2a': [ip('172.18.0.1', 16), ip('fd12::1', 64)],
  wg0: [ip('10.9.0.2', 32)],
  eth0: [ip('192.168.1.20', 24), ip('2001:db8::20', 64), ip('fd00::20', 64), ip('fe80::1', 64)],
  wlan0: [ip('169.254.7.7', 16), ip('198.51.100.4', 26)],
};

describe('the addresses shown', () => {
  test('are network cards before what is virtual, IPv4 before IPv6', () => {
    expect(reachableAddresses(undefined, 7788, interfaces)).toEqual([
      '192.168.1.20:7788',
      '198.51.100.4:7788',
      '169.254.7.7:7788',
      '172.17.0.1:7788',
      '172.18.0.1:7788',
      '10.9.0.2:7788',
      '[2001:db8::20]:7788',
      '[fd00::20]:7788',
      '[fd12::1]:7788',
    ]);
    expect(reachableAddresses('::', 1, interfaces)).toHaveLength(9);
    expect(reachableAddresses('0.0.0.0', 1, interfaces)).toHaveLength(6);
  });

  test('are the one that is listened on', () => {
    expect(reachableAddresses('192.168.1.20', 80, interfaces)).toEqual(['192.168.1.20:80']);
    expect(reachableAddresses('fd00::20', 80, interfaces)).toEqual(['[fd00::20]:80']);
    expect(reachableAddresses('127.0.0.1', 80, interfaces)).toEqual(['127.0.0.1:80']);
  });

  test('are the loopback where there is no network', () => {
    const lo = interfaces['lo'] ?? [];
    expect(reachableAddresses(undefined, 7788, { lo })).toEqual(['127.0.0.1:7788']);
    expect(reachableAddresses(undefined, 7788, {})).toEqual(['127.0.0.1:7788']);
  });

  test.each([
    [undefined, false],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.20', false],
    ['127.0.0.1', true],
    ['127.0.0.2', true],
    ['::1', true],
    ['localhost', true],
  ])('reach nobody else: %s %s', (host, expected) => expect(isLocalOnly(host)).toBe(expected));
});

describe('a peer', () => {
  test.each([
    ['::ffff:192.168.1.20', '192.168.1.20'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['2001:db8::1', '2001:db8::1'],
    [undefined, ''],
  ])('is written plainly: %s', (address, expected) => expect(peerAddress(address)).toBe(expected));

  test.each(['127.0.0.1', '127.9.9.9', '::1'])('is this computer: %s', (address) =>
    expect(isLoopback(address)).toBe(true),
  );
  test.each(['128.0.0.1', '::2', '192.168.1.20', '', 'localhost', '127.0.0.1.evil.example'])(
    'is not this computer: %s',
    (address) => expect(isLoopback(address)).toBe(false),
  );

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.255.1',
    '169.254.1.1',
    'fe80::1',
    'fd12:3456::1',
    // Neighbours in a network of public addresses.
    '198.51.100.62',
    '2001:db8::ffff',
  ])('is near: %s', (address) => expect(isNearby(address, () => interfaces)).toBe(true));

  test.each([
    '',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.1.1',
    '198.51.100.64',
    '2001:db8:0:1::1',
    'fec0::1',
    'not an address',
  ])('is far: %s', (address) => expect(isNearby(address, () => interfaces)).toBe(false));

  test('is near as the computer stands now', () => {
    let now: Interfaces = {};
    const near = () => isNearby('198.51.100.62', () => now);
    expect(near()).toBe(false);
    now = interfaces;
    expect(near()).toBe(true);
  });
});

describe('this computer under a public address', () => {
  const own: Interfaces = { eth0: [ip('203.0.113.5', 24)] };
  test.each(['203.0.113.5', '::ffff:203.0.113.5', '::ffff:cb00:7105'])(
    'is inward, however it is written: %s',
    (address) => expect(isInward(address, () => own)).toBe(true),
  );
  test.each(['203.0.113.6', '8.8.8.8', '::ffff:8.8.8.8', '2606:4700::1111'])(
    'is nobody else: %s',
    (address) => expect(isInward(address, () => own)).toBe(false),
  );
});
