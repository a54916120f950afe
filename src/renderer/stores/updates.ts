// Updates of this app: what the teams offer, and how far it is with one.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import type { UpdateState } from '../../shared/updates.ts';
import { call, on } from '../api.ts';

type Step = 'update.download' | 'update.cancel' | 'update.install';

export const useUpdates = defineStore('updates', () => {
  const state = shallowRef<UpdateState | null>(null);
  on('update', (now) => (state.value = now));

  async function load(): Promise<void> {
    const answer = await call('update.state');
    if (answer.ok) state.value = answer.value;
  }

  async function check(): Promise<Failure | null> {
    const answer = await call('update.check');
    if (answer.ok) state.value = answer.value;
    return answer.ok ? null : answer.error;
  }

  /** How it went is in the state. */
  async function go(step: Step): Promise<Failure | null> {
    const answer = await call(step);
    return answer.ok ? null : answer.error;
  }

  /** What was offered and is not right: of a feed, or of the package behind it. */
  const refused = computed(() => {
    const now = state.value;
    if (now?.failure?.code === 'UPDATE_DAMAGED') return now.failure;
    return now?.answers.find(({ says }) => says === 'refused')?.failure ?? null;
  });

  return { state, refused, load, check, go };
});
