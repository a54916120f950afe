// The way to the server as the line shows it.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Link } from '../../shared/rows.ts';
import { call, on } from '../api.ts';

/** What the line looks like: `slow` is live by a slower way in. */
export type LineState = 'live' | 'slow' | 'offline' | 'connecting' | 'syncing' | 'refused';

export const useLink = defineStore('link', () => {
  const link = shallowRef<Link>({ state: 'connecting', waiting: 0 });
  on('link', (changed) => (link.value = changed));

  const line = computed<LineState>(() => {
    const now = link.value;
    return now.state === 'live' && now.way === 'polling' ? 'slow' : now.state;
  });
  /** Whether a message leaves at once. */
  const connected = computed(() => line.value === 'live' || line.value === 'slow');

  const retry = () => call('link.retry');

  return { link, line, connected, retry };
});
