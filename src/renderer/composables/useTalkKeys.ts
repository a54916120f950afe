// The keys of a conversation and what stands beside it, in the main window and in a conversation's own.
import { useEventListener } from '@vueuse/core';
import { onBeforeUnmount } from 'vue';
import { useComposer } from '../stores/composer.ts';
import { useTimeline } from '../stores/timeline.ts';
import { useUi } from '../stores/ui.ts';
import { unlessLayer } from './layers.ts';
import { nextRegion } from './regions.ts';
import { useFind } from './useFind.ts';
import { useKeys } from './useKeys.ts';
import { useWidths } from './useWidths.ts';

/** `escape` does what comes first there, and answers whether there was something. */
export function useTalkKeys(escape: () => boolean): void {
  const ui = useUi();
  const timeline = useTimeline();
  const composer = useComposer();
  const find = useFind();
  const { tight } = useWidths();

  /** The end of the conversation is where one goes on writing, unless one does already. */
  function toWriting(): void {
    if (escape()) return;
    if (tight.value && ui.panelOver) return ui.closePanel(true);
    void timeline.toLatest();
    if (document.activeElement?.matches('textarea, input') !== true) composer.focus();
  }

  useKeys({
    findHere: unlessLayer(find.here),
    sidePanel: unlessLayer(() => ui.togglePanel(tight.value)),
    markRead: unlessLayer(toWriting),
    nextRegion: unlessLayer(() => nextRegion(1)),
    previousRegion: unlessLayer(() => nextRegion(-1)),
  });
  useEventListener(window, ['pagehide', 'blur'], () => void composer.flush());
  onBeforeUnmount(() => void composer.flush());
}
