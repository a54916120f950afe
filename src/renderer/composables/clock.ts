// One clock for everything that says when, and the time zone it runs in: who travels takes the app along.
import { useNow } from '@vueuse/core';
import { computed } from 'vue';

/** "Today" becomes "Yesterday" without anybody touching anything. */
export const now = useNow({ interval: 30_000 });

/** By its name: what was formatted, or cut into days, in another one is to be made anew. */
export const zone = computed(() => {
  now.value.getTime();
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
});
