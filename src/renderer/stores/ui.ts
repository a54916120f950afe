// What of the window is open: one dialog at a time, the side panel, the sidebar's drawer.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { recall, remember } from '../memory.ts';

export type DialogName =
  | 'settings'
  | 'profile'
  | 'channels'
  | 'direct'
  | 'switcher'
  | 'keys'
  | 'leave';

export const useUi = defineStore('ui', () => {
  const dialog = ref<DialogName | null>(null);
  const drawer = ref(false);
  /** Beside the timeline in a wide window; above it, and closed at first, in a narrow one. */
  const panel = ref(recall('panel') !== 'closed');
  const panelOver = ref(false);

  function togglePanel(narrow: boolean): void {
    if (narrow) {
      panelOver.value = !panelOver.value;
      return;
    }
    panel.value = !panel.value;
    remember('panel', panel.value ? 'open' : 'closed');
  }

  function show(name: DialogName): void {
    drawer.value = false;
    dialog.value = name;
  }
  const close = () => (dialog.value = null);

  return { dialog, drawer, panel, panelOver, togglePanel, show, close };
});
