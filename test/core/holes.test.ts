import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHoles } from '../../src/core/holes.ts';
import type { WireEvent } from '../../src/shared/events.ts';

const event = (seq: number): WireEvent => ({
  conversation: 'c',
  seq,
  pos: seq,
  id: null,
  author: 'a',
  at: 0,
  type: 'message.created',
  body: {},
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what lies beyond a hole is asked for after a second, however much passes by', () => {
  const ripe = vi.fn<() => void>();
  const holes = createHoles(ripe);
  holes.hold([event(3)]);
  for (let step = 0; step < 9; step++) {
    vi.advanceTimersByTime(100);
    holes.hold([event(3), event(4)]);
  }
  expect(holes.due()).toBe(false);
  vi.advanceTimersByTime(100);
  expect(ripe).toHaveBeenCalledTimes(1);
  expect(holes.due()).toBe(true);
});

test('a hole that closes by itself is nobody’s business', () => {
  const ripe = vi.fn<() => void>();
  const holes = createHoles(ripe);
  holes.hold([event(3)]);
  holes.hold([]);
  vi.advanceTimersByTime(10_000);
  expect(ripe).not.toHaveBeenCalled();
  expect(holes.due()).toBe(false);
});

test('too much beyond a hole is not waited for', () => {
  const holes = createHoles(() => undefined);
  holes.hold(Array.from({ length: 501 }, (_, index) => event(index + 3)));
  expect(holes.due()).toBe(true);
});
