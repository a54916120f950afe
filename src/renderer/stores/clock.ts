// One clock for everything that says when, and the time zone it runs in: who travels takes the app along.
import { useNow } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';

export const useClock = defineStore('clock', () => {
  /** "Today" becomes "Yesterday" without anybody touching anything. */
  const now = useNow({ interval: 20_000 });

  /** By its name: what was formatted, or cut into days, in another one is to be made anew. */
  const zone = computed(() => {
    now.value.getTime();
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  });

  return { now, zone };
});
