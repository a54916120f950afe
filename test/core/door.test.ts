import { expect, test } from 'vitest';
import { parseAddress } from '../../src/core/door.ts';

test.each([
  ['nas', 'nas:7788'],
  ['lab-nas.local', 'lab-nas.local:7788'],
  ['192.168.1.20', '192.168.1.20:7788'],
  ['192.168.1.20:9000', '192.168.1.20:9000'],
  ['  http://nas:7000/  ', 'nas:7000'],
  ['HTTP://nas', 'nas:7788'],
  ['nas:80', 'nas:80'],
  ['[::1]:7788', '[::1]:7788'],
  ['[fe80::1]', '[fe80::1]:7788'],
])('%j leads to %s', (typed, address) => {
  expect(parseAddress(typed)).toEqual({ base: `http://${address}`, address });
});

test.each([
  '',
  ' ',
  'http://',
  'a b',
  'nas:0x50',
  'nas:70000',
  'user@nas',
  'https://nas',
  'lanline://join/x',
])('%j is no address', (typed) => {
  expect(() => parseAddress(typed)).toThrow(expect.objectContaining({ code: 'INVALID' }));
});
