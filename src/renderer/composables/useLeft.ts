// How long something still lasts, to the second.
import { useNow } from '@vueuse/core';
import { computed } from 'vue';

/** Milliseconds until `endsAt` (this computer's clock), never below 0; null for ever. */
export function useLeft(endsAt: () => number | null) {
  const now = useNow({ interval: 1000 });
  return computed(() => {
    const end = endsAt();
    return end === null ? null : Math.max(0, end - now.value.getTime());
  });
}

/** "9:05". A second that has begun counts whole, so that 0:00 is the end. */
export function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
