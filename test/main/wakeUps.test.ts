// When the core is told to look at its way to the server. The system's part is played by emitters.
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { type Surroundings, watchForWakeUps } from '../../src/main/wakeUps.ts';

const day = 86_400_000;
afterEach(() => vi.useRealTimers());

function atComputer({ battery = false } = {}) {
  vi.useFakeTimers();
  const network = { addresses: '10.0.0.7/24' };
  const told: (boolean | undefined)[] = [];
  const app = new EventEmitter();
  const power = Object.assign(new EventEmitter(), { isOnBatteryPower: () => battery });
  const system = { app, power, addresses: () => network.addresses } as unknown as Surroundings;
  const watching = watchForWakeUps(system, (anew) => told.push(anew));
  return { app, power, network, told, watching };
}

it('has the way made anew after sleep and behind a lock, and looks at it when somebody does', () => {
  const { app, power, told } = atComputer();
  power.emit('resume');
  power.emit('unlock-screen');
  app.emit('browser-window-focus');
  expect(told).toEqual([true, true, undefined]);
});

it.each([
  [false, 500],
  [true, 2000],
])('notices another network soon, and says so once (on battery: %s)', (battery, within) => {
  const { network, told } = atComputer({ battery });
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  network.addresses = '';
  vi.advanceTimersByTime(within);
  expect(told).toEqual([true]);
  network.addresses = '192.168.3.9/24';
  vi.advanceTimersByTime(within);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true, true]);
});

it('notices a day of sleep of which nobody told', () => {
  const { told } = atComputer();
  vi.setSystemTime(Date.now() + day);
  vi.advanceTimersByTime(500);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true]);
});

it('ends', () => {
  const { app, power, network, told, watching } = atComputer();
  watching.close();
  network.addresses = '';
  vi.advanceTimersByTime(60_000);
  expect([...app.eventNames(), ...power.eventNames(), ...told]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
