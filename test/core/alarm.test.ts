// Moments that come: of several the earliest, once, and also when the clock jumped.
import { afterEach, expect, it, vi } from 'vitest';
import { createAlarm } from '../../src/core/alarm.ts';

afterEach(() => vi.useRealTimers());

it('rings once, for the earliest that is still to come', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const ring = vi.fn<() => void>();
  const alarm = createAlarm(ring);
  alarm.set([null, 900_000, 1_090_000, 1_040_000]);
  vi.advanceTimersByTime(39_999);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000_000);
  expect(ring).toHaveBeenCalledTimes(1);
});

it('forgets what was set before, and everything when it stops', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const ring = vi.fn<() => void>();
  const alarm = createAlarm(ring);
  alarm.set([1_010_000]);
  alarm.set([null, 5]);
  vi.advanceTimersByTime(100_000);
  alarm.set([Date.now() + 10_000]);
  alarm.stop();
  vi.advanceTimersByTime(100_000);
  expect(ring).not.toHaveBeenCalled();
});

it('rings soon after a sleep or a clock that was set, also for what is years away', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const ring = vi.fn<() => void>();
  createAlarm(ring).set([1_000_000 + 10 * 366 * 86_400_000]);
  vi.advanceTimersByTime(60_000);
  expect(ring).not.toHaveBeenCalled();
  vi.setSystemTime(1_000_000 + 11 * 366 * 86_400_000);
  vi.advanceTimersByTime(30_000);
  expect(ring).toHaveBeenCalledTimes(1);
});
