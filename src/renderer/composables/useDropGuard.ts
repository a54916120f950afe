// Files dragged over the window: drop zones are there for as long, and everywhere else a drop does
// nothing. Text may be dropped where text is written.
import { useEventListener } from '@vueuse/core';
import { carriesFiles } from '../composer/carried.ts';
import { useUi } from '../stores/ui.ts';

const written = 'textarea, input, [contenteditable="true"]';

export function useDropGuard(): void {
  const ui = useUi();
  const end = (): void => void (ui.dragging = false);

  useEventListener(window, ['dragenter', 'dragover'], (event: DragEvent) => {
    if (!carriesFiles(event.dataTransfer)) return;
    ui.dragging = true;
    // Whoever takes files has said so by now.
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  });
  useEventListener(window, 'drop', (event: DragEvent) => {
    end();
    const place = event.target instanceof Element && event.target.closest(written);
    if (!place || carriesFiles(event.dataTransfer)) event.preventDefault();
  });
  useEventListener(window, 'dragleave', ({ relatedTarget }) => relatedTarget === null && end());
  // Not every system tells that a drag was given up; while it lasts there are no such events.
  useEventListener(window, ['pointermove', 'pointerdown', 'dragend'], end);
  useEventListener(window, 'keydown', ({ key }) => key === 'Escape' && end(), { capture: true });
}
