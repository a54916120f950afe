// Whether somebody sits before the window: it has the focus, and it was used a moment ago. A window
// that is merely open on top, after the start or overnight, has read nothing.
import {
  useDocumentVisibility,
  useEventListener,
  useTimeoutFn,
  useWindowFocus,
} from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

const awayAfterMs = 5 * 60_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'input'] as const;

export const useAttention = defineStore('attention', () => {
  const focused = useWindowFocus();
  const visibility = useDocumentVisibility();
  const present = ref(false);
  const { start } = useTimeoutFn(() => (present.value = false), awayAfterMs, { immediate: false });

  function used(): void {
    present.value = true;
    start();
  }
  useEventListener(window, [...signs], used, { passive: true, capture: true });

  // To come back to a window is a sign; to be given the focus at the start is none.
  let left = false;
  useEventListener(window, 'blur', () => (left = true));
  useEventListener(window, 'focus', () => left && used());

  const paid = computed(() => focused.value && visibility.value === 'visible' && present.value);
  return { paid };
});
