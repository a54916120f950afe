// When the app locks by itself. The system's part is played by an emitter.
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import type { Attention } from '../../src/main/idle.ts';
import { watchForLocking } from '../../src/main/locking.ts';

afterEach(() => vi.useRealTimers());

function atComputer(given: { on?: boolean; after?: number | null; withScreen?: boolean } = {}) {
  vi.useFakeTimers();
  let idleSeconds = 0;
  const state = { on: true, locked: false, after: 5, withScreen: true, retryAt: null, ...given };
  const system = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idleSeconds });
  const core = {
    lockState: () => state,
    lock: () => void (state.locked = state.on),
  };
  const watching = watchForLocking(system as unknown as Attention, core);
  return {
    state,
    system,
    watching,
    idleFor(seconds: number): void {
      idleSeconds = seconds;
      vi.advanceTimersByTime(5_000);
    },
  };
}

it('locks after its minutes without a hand on the computer', () => {
  const { state, idleFor } = atComputer();
  idleFor(299);
  expect(state.locked).toBe(false);
  idleFor(300);
  expect(state.locked).toBe(true);
});

it('does not lock by itself where that is not wanted, or there is no code', () => {
  for (const given of [{ after: null }, { on: false }]) {
    const { state, idleFor } = atComputer(given);
    idleFor(100_000);
    expect(state.locked).toBe(false);
  }
});

it.each(['lock-screen', 'suspend'])('locks at %s, if that is wanted', (event) => {
  const { state, system } = atComputer({ after: null });
  system.emit(event);
  expect(state.locked).toBe(true);
  const other = atComputer({ withScreen: false });
  other.system.emit(event);
  expect(other.state.locked).toBe(false);
});

it('counts a sleep of which nobody told', () => {
  const { state, system } = atComputer();
  vi.setSystemTime(Date.now() + 3_600_000);
  system.emit('resume');
  expect(state.locked).toBe(true);
});

it('ends', () => {
  const { state, system, watching, idleFor } = atComputer();
  watching.close();
  idleFor(1000);
  system.emit('lock-screen');
  expect(state.locked).toBe(false);
  expect(system.eventNames()).toEqual([]);
});
