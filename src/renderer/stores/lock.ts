// The app lock as the window shows it. What it hides the core keeps back; here is only what to draw.
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Failure, Outcome } from '../../shared/errors.ts';
import type { LockState } from '../../shared/lock.ts';
import { call, on } from '../api.ts';

export const useLock = defineStore('lock', () => {
  const state = shallowRef<LockState>({
    on: false,
    locked: false,
    after: null,
    withScreen: true,
    retryAt: null,
  });
  on('lock', (changed) => (state.value = changed));

  const take = (changed: LockState): void => void (state.value = changed);
  const failureOf = (answer: Outcome<unknown>): Failure | null => (answer.ok ? null : answer.error);

  function took(answer: Outcome<LockState>): Failure | null {
    if (answer.ok) take(answer.value);
    return failureOf(answer);
  }

  return {
    state,
    take,
    unlock: async (code: string) => failureOf(await call('lock.unlock', { code })),
    now: () => call('lock.now'),
    /** Null takes the code away. */
    set: async (code: string | null, current = '') =>
      took(await call('lock.set', { code, current })),
    choose: async (wanted: Partial<Pick<LockState, 'after' | 'withScreen'>>) =>
      took(await call('lock.choose', wanted as object)),
    /** Forgets every team on this computer. */
    leave: async (discard: boolean) => failureOf(await call('lock.leave', { discard })),
  };
});
