import { expect, test } from 'vitest';
import {
  hereBeacon,
  isProportionate,
  longestBeacon,
  readBeacon,
  whoBeacon,
} from '../../../src/node/discovery/beacon.ts';
import { announcement, nonsense } from './samples.ts';

const saying = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const here = (change: object): Buffer =>
  saying({ lanline: 1, kind: 'here', ...announcement(), ...change });

test('a beacon says what was put into it', () => {
  for (const said of [announcement(), announcement({ pin: null, name: '茉莉花茶 🍵', people: 0 })])
    expect(readBeacon(hereBeacon(said))).toEqual(said);
  expect(readBeacon(whoBeacon)).toBe('who');
});

test('the longest name fits, and every answer is in proportion to the question', () => {
  for (const letter of ['漢', '"', 'é']) {
    const longest = hereBeacon(announcement({ name: letter.repeat(40), port: 65535, people: 1e6 }));
    expect(longest.length).toBeLessThanOrEqual(longestBeacon);
    expect(readBeacon(longest)).toMatchObject({ people: 1e6 });
    expect(isProportionate(whoBeacon, longest)).toBe(true);
    expect(isProportionate(saying({ lanline: 1, kind: 'who' }), longest)).toBe(false);
  }
});

test('more is said than is read: unknown fields do not get through', () => {
  expect(readBeacon(here({ host: '1.2.3.4', extra: 1 }))).not.toHaveProperty('host');
});

test('what is wrong in one place is ignored as a whole', () => {
  const wrong: object[] = [
    { lanline: 2 },
    { lanline: '1' },
    { kind: 'there' },
    { kind: null },
    { team: 'x' },
    { team: 7 },
    { team: undefined },
    { team: ['a'] },
    { name: '' },
    { name: '  ' },
    { name: 'a\0b' },
    { name: 'a\u202eb' },
    { name: 'a\nb' },
    { name: '\ud800' },
    { name: 'x'.repeat(41) },
    { name: {} },
    { name: null },
    { pin: '' },
    { pin: 'x'.repeat(42) },
    { pin: `${'x'.repeat(42)}=` },
    { pin: 1 },
    { pin: undefined },
    { port: 0 },
    { port: 65536 },
    { port: 1.5 },
    { port: '7788' },
    { port: -1 },
    { people: -1 },
    { people: 1e9 },
    { people: '3' },
    { people: null },
    { fill: 'x'.repeat(longestBeacon) },
  ];
  for (const change of wrong) expect(readBeacon(here(change)), JSON.stringify(change)).toBeNull();
  for (const value of [null, 1, 'who', [], {}, { lanline: 1 }, [{ lanline: 1, kind: 'who' }]])
    expect(readBeacon(saying(value))).toBeNull();
});

test('nonsense is nothing', () => {
  const said = announcement();
  // A flipped bit may well make another valid name, but never a team in another shape.
  const read = nonsense(hereBeacon(said)).map(readBeacon);
  const shapes = read.filter((one) => one !== null).map((one) => Object.keys(one));
  for (const shape of shapes) expect(shape).toEqual(Object.keys(said));
  expect(read.length - shapes.length).toBeGreaterThan(500);
});
