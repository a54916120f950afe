import { expect, test } from 'vitest';
import { backoffMs } from '../../src/core/backoff.ts';

const retry = { firstMs: 1000, capMs: 60_000 };

test('the longest wait doubles from one second to a minute', () => {
  const longest = Array.from({ length: 9 }, (_, attempt) => backoffMs(attempt, retry, () => 1));
  expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(backoffMs(5000, retry, () => 1)).toBe(60_000);
});

test('the jitter is full: any wait from nothing to the longest', () => {
  expect(backoffMs(3, retry, () => 0)).toBe(0);
  expect(backoffMs(3, retry, () => 0.25)).toBe(2000);
});
