// What goes away with the focus in it gives it back to where it was, or else to where one writes.
import { useEventListener } from '@vueuse/core';
import { nextTick, onBeforeUnmount, type Ref } from 'vue';
import { useComposer } from '../stores/composer.ts';

export function useFocusBack(part: Readonly<Ref<HTMLElement | null>>): void {
  const composer = useComposer();
  // It may take the focus as soon as it is there.
  let before = document.activeElement;

  useEventListener(part, 'focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !part.value?.contains(relatedTarget))
      before = relatedTarget;
  });
  onBeforeUnmount(async () => {
    if (part.value?.contains(document.activeElement) !== true) return;
    await nextTick();
    // After what stood in it: that may know a better place.
    await nextTick();
    if (document.activeElement !== document.body) return;
    const back = before instanceof HTMLElement && before !== document.body ? before : null;
    if (back?.isConnected && back.checkVisibility()) back.focus({ preventScroll: true });
    else composer.focus();
  });
}
