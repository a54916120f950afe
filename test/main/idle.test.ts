// When the computer counts as left alone. The system's part is played by an emitter.
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { type Attention, watchIdle } from '../../src/main/idle.ts';

afterEach(() => vi.useRealTimers());

function atComputer() {
  vi.useFakeTimers();
  let idleSeconds = 0;
  const told: boolean[] = [];
  const system = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idleSeconds });
  const watching = watchIdle(system as unknown as Attention, (away) => told.push(away));
  return {
    told,
    system,
    watching,
    idleFor(seconds: number): void {
      idleSeconds = seconds;
      vi.advanceTimersByTime(15_000);
    },
  };
}

it('tells when nobody has touched anything for five minutes, and when somebody is back', () => {
  const { told, idleFor } = atComputer();
  idleFor(299);
  expect(told).toEqual([]);
  idleFor(300);
  idleFor(315);
  expect(told).toEqual([true]);
  idleFor(2);
  expect(told).toEqual([true, false]);
});

it('is away at once behind a locked screen, and still there when the computer wakes', () => {
  const { told, system, idleFor } = atComputer();
  system.emit('lock-screen');
  expect(told).toEqual([true]);
  idleFor(0);
  system.emit('suspend');
  system.emit('resume');
  expect(told).toEqual([true]);
  system.emit('unlock-screen');
  expect(told).toEqual([true, false]);
});

it('ends', () => {
  const { told, system, watching, idleFor } = atComputer();
  watching.close();
  idleFor(1000);
  system.emit('lock-screen');
  expect(told).toEqual([]);
  expect(system.eventNames()).toEqual([]);
});
