import { expect, test } from 'vitest';
import { createAllowance } from '../../../src/node/discovery/allowance.ts';
import { eventually } from '../../support/eventually.ts';

/** Asks until a second has just begun, so that what follows falls into one. */
const nextSecond = (): Promise<void> =>
  eventually(() => expect(performance.now() % 1000).toBeLessThan(200));

test('one source gets its share, and no more, until the next second', async () => {
  const allowed = createAllowance({ each: 3, all: 100 });
  await nextSecond();
  expect(Array.from({ length: 5 }, () => allowed('a'))).toEqual([true, true, true, false, false]);
  expect(allowed('b')).toBe(true);
  await eventually(() => expect(allowed('a')).toBe(true));
});

test('all together get no more than their share either', async () => {
  const allowed = createAllowance({ each: 3, all: 100 });
  await nextSecond();
  const answers = Array.from({ length: 1000 }, (_, source) => allowed(String(source)));
  expect(answers.filter(Boolean)).toHaveLength(100);
  expect(answers.indexOf(false)).toBe(100);
});

test('however much some repeat themselves, others are still heard', async () => {
  const allowed = createAllowance({ each: 20, all: 300 });
  await nextSecond();
  const loud = Array.from({ length: 600 }, (_, n) => allowed(`loud ${n % 30}`));
  expect(loud.filter(Boolean)).toHaveLength(180);
  const quiet = Array.from({ length: 200 }, (_, n) => allowed(`quiet ${n}`));
  expect(quiet.filter(Boolean)).toHaveLength(120);
});
