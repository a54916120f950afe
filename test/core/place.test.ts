import { expect, test } from 'vitest';
import { entryOf, parseAddress, parsePlace, placeOf } from '../../src/core/place.ts';

test.each([
  ['nas', null, 'nas:7788'],
  ['lab-nas.local', null, 'lab-nas.local:7788'],
  ['192.168.1.20', null, '192.168.1.20:7788'],
  ['192.168.1.20:9000', null, '192.168.1.20:9000'],
  ['  http://nas:7000/  ', 'http', 'nas:7000'],
  ['HTTP://nas', 'http', 'nas:7788'],
  ['https://nas', 'https', 'nas:7788'],
  ['nas:80', null, 'nas:80'],
  ['[::1]:7788', null, '[::1]:7788'],
  ['[fe80::1]', null, '[fe80::1]:7788'],
])('%j leads by %j to %s', (typed, scheme, address) => {
  expect(parseAddress(typed)).toMatchObject({ scheme, address });
});

test.each([
  '',
  ' ',
  'http://',
  'a b',
  'nas:0x50',
  'nas:70000',
  'user@nas',
  'ftp://nas',
  'http://https://nas',
])('%j is no address', (typed) => {
  expect(() => parseAddress(typed)).toThrow(
    expect.objectContaining({ code: 'INVALID', details: { field: 'place' } }),
  );
});

test('a link is one, however broken', () => {
  expect(() => parsePlace('lanline://join/x')).toThrow(
    expect.objectContaining({ code: 'LINK_INVALID' }),
  );
});

const pin = 'p'.repeat(43);
test.each([
  ['nas', pin, { kind: 'pin', pin }],
  ['http://nas', null, { kind: 'none' }],
  ['https://nas', null, { kind: 'authority', name: 'nas' }],
  // Not saying how is never taken for plain HTTP.
  ['nas', null, { kind: 'authority', name: 'nas' }],
  ['http://nas', pin, { kind: 'pin', pin }],
  ['https://[::1]', null, { kind: 'authority', name: '::1' }],
])('%s with the key %j is known by %j, and found again', (typed, key, trust) => {
  const entry = entryOf(parseAddress(typed), key);
  expect(entry.trust).toEqual(trust);
  const again = parseAddress(placeOf(entry));
  expect(entryOf(again, key)).toEqual(entry);
});
