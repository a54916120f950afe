// What goes away with the focus in it gives it back to where it was, or else to where one writes.
import { nextTick, onBeforeUnmount, onMounted, type Ref } from 'vue';
import { useComposer } from '../stores/composer.ts';

export function useFocusBack(part: Readonly<Ref<HTMLElement | null>>): void {
  const composer = useComposer();
  let before: HTMLElement | null = null;

  onMounted(() => {
    const { activeElement } = document;
    const outside = activeElement instanceof HTMLElement && activeElement !== document.body;
    if (outside && !part.value?.contains(activeElement)) before = activeElement;
  });
  onBeforeUnmount(async () => {
    if (part.value?.contains(document.activeElement) !== true) return;
    await nextTick();
    // After what stood in it: that may know a better place.
    await nextTick();
    if (document.activeElement !== document.body) return;
    if (before?.isConnected && before.checkVisibility()) before.focus({ preventScroll: true });
    else composer.focus();
  });
}
