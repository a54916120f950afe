// Whether the computer runs on battery, and what is done less often then.
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { fillPauseMs, pingEveryMs } from '../../src/core/thrift.ts';
import { type Supply, watchSupply } from '../../src/main/power.ts';

afterEach(() => vi.useRealTimers());

it('tells how it is, and each change, whether the system tells it or not', () => {
  vi.useFakeTimers();
  let battery = true;
  const told: boolean[] = [];
  const system = Object.assign(new EventEmitter(), { isOnBatteryPower: () => battery });
  const watching = watchSupply(system as unknown as Supply, (on) => told.push(on));
  expect(told).toEqual([true]);
  battery = false;
  system.emit('on-ac');
  system.emit('on-ac');
  expect(told).toEqual([true, false]);
  battery = true;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true, false, true]);
  watching.close();
  battery = false;
  vi.advanceTimersByTime(600_000);
  system.emit('on-ac');
  expect(told).toEqual([true, false, true]);
  expect(system.eventNames()).toEqual([]);
});

it('asks a third as often on battery, unless somebody looks', () => {
  expect(pingEveryMs(true, false)).toBe(3 * pingEveryMs(false, false));
  expect(pingEveryMs(true, true)).toBe(pingEveryMs(false, true));
  expect([fillPauseMs(false), fillPauseMs(true)]).toEqual([0, 2000]);
});
