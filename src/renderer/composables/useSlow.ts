// True only after something has lasted: a skeleton that flashes for one frame is worse than none.
import { onScopeDispose, ref, watch } from 'vue';

export function useSlow(source: () => boolean, afterMs = 150) {
  const slow = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    source,
    (waiting) => {
      clearTimeout(timer);
      slow.value = false;
      if (waiting) timer = setTimeout(() => (slow.value = true), afterMs);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return slow;
}
