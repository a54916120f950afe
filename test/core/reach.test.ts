import { expect, test } from 'vitest';
import { Account } from '../../src/core/account.ts';
import { reach } from '../../src/core/reach.ts';

const pin = 'p'.repeat(43);
const account = (more: object): Account =>
  Account.parse({
    team: '018f3c1e-0000-7000-8000-000000000001',
    name: 'Workshop',
    address: '192.168.1.5:7788',
    addresses: ['10.0.0.9:7788', '192.168.1.5:7788'],
    trust: { kind: 'pin', pin },
    me: '018f3c1e-0000-7000-8000-000000000002',
    token: 't',
    hosted: null,
    forced: null,
    ...more,
  });

test('links name where the server was met, the latest first', () => {
  expect(reach({ account: account({}), hosting: null })).toEqual({
    addresses: ['192.168.1.5:7788', '10.0.0.9:7788'],
    pin,
  });
});

test('of a server here they name what others reach it by, and loopback only where there is nothing else', () => {
  const here = account({ address: '127.0.0.1:7788', addresses: ['127.0.0.1:7788'] });
  const running = { state: 'running' as const, port: 7788 };
  const addresses = ['192.168.1.5:7788', '[fd00::5]:7788'];
  expect(reach({ account: here, hosting: { ...running, addresses } }).addresses).toEqual(addresses);
  expect(
    reach({ account: here, hosting: { ...running, addresses: ['127.0.0.1:7788'] } }).addresses,
  ).toEqual(['127.0.0.1:7788']);
});

test('without a key of its own a link has none, and says when nothing is encrypted', () => {
  const named = account({ trust: { kind: 'authority', name: 'chat.example' }, addresses: [] });
  expect(reach({ account: named, hosting: null })).toEqual({
    addresses: ['chat.example:7788'],
    pin: null,
  });
  const plain = account({ trust: { kind: 'none' }, addresses: [] });
  expect(reach({ account: plain, hosting: null })).toEqual({
    addresses: ['http://192.168.1.5:7788'],
    pin: null,
  });
});
