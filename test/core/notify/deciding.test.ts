// What deserves a notification, as a table; which words are heard, and in which hours nothing is.
import { describe, expect, it, onTestFinished } from 'vitest';
import { deserves, type Said, type Wishes } from '../../../src/core/notify/deciding.ts';
import { createKeywords } from '../../../src/core/notify/keywords.ts';
import { isWithin } from '../../../src/core/notify/quietHours.ts';

const time = 1_000_000;
const plain: Said = { inThread: false, ownThread: false, calls: false, keyword: false };
const kinds = ['direct', 'group', 'channel'] as const;
const levels = [null, 'all', 'mentions', 'nothing'] as const;

/** Which levels ring for it, in this kind of conversation: usual, all, mentions, nothing. */
const rings = (kind: Wishes['kind'], said: Partial<Said>): string =>
  levels
    .map((notify) => deserves({ kind, notify, mutedUntil: null }, { ...plain, ...said }, time))
    .map((yes) => (yes ? 'x' : '.'))
    .join('');

describe('what deserves a notification', () => {
  it.each([
    // said, direct, group, channel: for usual, all, mentions, nothing
    ['a message', {}, 'xx..', 'xx..', '.x..'],
    ['one that calls', { calls: true }, 'xxx.', 'xxx.', 'xxx.'],
    ['one with a keyword', { keyword: true }, 'xxx.', 'xxx.', 'xxx.'],
    ["a reply in others' thread", { inThread: true }, 'xx..', 'xx..', '....'],
    ['a reply in an own thread', { inThread: true, ownThread: true }, 'xxx.', 'xxx.', 'xxx.'],
    ['a call in a thread', { inThread: true, calls: true }, 'xxx.', 'xxx.', 'xxx.'],
  ] as [string, Partial<Said>, string, string, string][])('%s', (_title, said, ...expected) => {
    expect(kinds.map((kind) => rings(kind, said))).toEqual(expected);
  });

  it('nothing while it is muted, and everything again afterwards', () => {
    const said = { ...plain, calls: true };
    const muted = (mutedUntil: number | null) =>
      deserves({ kind: 'direct', notify: 'all', mutedUntil }, said, time);
    expect([time + 1, time, time - 1, null].map(muted)).toEqual([false, true, true, true]);
  });
});

describe('keywords', () => {
  it.each([
    ['rack', 'The RACK is here', true],
    ['rack', 'the tracker', false],
    ['rack', 'rack_2', false],
    ['rack', 'ｒａｃｋ', true],
    ['C++', 'we like c++.', true],
    ['.*', 'anything', false],
    ['[a', 'an [a', true],
    ['部署', '今天部署了', true],
    ['部署', '部門', false],
    ['new rack', 'a new rack', true],
    ['café', 'CAFÉ au lait', true],
    ['', 'anything', false],
  ])('%j in %j: %j', (word, text, found) => {
    expect(createKeywords([word])(text)).toBe(found);
  });

  it('are looked for quickly in anything', () => {
    const find = createKeywords(Array.from({ length: 50 }, (_unused, index) => `word ${index}`));
    expect(find('word '.repeat(3000))).toBe(false);
    expect(find(`${'w'.repeat(15_000)} word 49`)).toBe(true);
  });
});

describe('quiet hours', () => {
  const at = (clock: string): Date => new Date(`2026-06-01T${clock}:00`);
  it.each([
    [22 * 60, 7 * 60, ['22:00', '23:59', '00:00', '06:59'], ['07:00', '12:00', '21:59']],
    [12 * 60, 13 * 60, ['12:00', '12:59'], ['11:59', '13:00', '00:00']],
    [0, 0, ['00:00', '12:00'], []],
  ])('from %i to %i', (from, to, inside, outside) => {
    for (const clock of inside)
      expect([clock, isWithin({ from, to }, at(clock))]).toEqual([clock, true]);
    for (const clock of outside)
      expect([clock, isWithin({ from, to }, at(clock))]).toEqual([clock, false]);
    expect(isWithin(null, at('12:00'))).toBe(false);
  });

  it('begin and end by the clock on the wall, whatever is done to it', () => {
    const before = process.env['TZ'];
    onTestFinished(() => {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    });
    // Here 2026-03-29 has no 02:30, and 2026-10-25 has two.
    process.env['TZ'] = 'Europe/Berlin';
    const hours = (from: string, count: number) =>
      Array.from(
        { length: count },
        (_unused, n) => new Date(new Date(from).getTime() + n * 3_600_000),
      );
    const rings = (from: string, count: number) =>
      hours(from, count).map((time) => isWithin({ from: 120, to: 180 }, time));
    expect(rings('2026-10-25T01:30', 4)).toEqual([false, true, true, false]);
    expect(rings('2026-03-29T01:30', 3)).toEqual([false, false, false]);
    for (const day of ['2026-03-29', '2026-10-25'])
      expect(
        ['01:59', '03:00', '06:59', '07:00', '21:59', '22:00'].map((clock) =>
          isWithin({ from: 22 * 60, to: 7 * 60 }, new Date(`${day}T${clock}`)),
        ),
      ).toEqual([true, true, true, false, false, true]);
    // Whoever travels has the hours of where they are.
    const moment = new Date('2026-06-01T23:00:00+02:00');
    expect(isWithin({ from: 22 * 60, to: 7 * 60 }, moment)).toBe(true);
    process.env['TZ'] = 'America/New_York';
    expect(isWithin({ from: 22 * 60, to: 7 * 60 }, moment)).toBe(false);
  });
});
