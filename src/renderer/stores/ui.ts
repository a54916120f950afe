// What of the window is open: one dialog at a time, the side panel, the sidebar's drawer.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { recall, remember } from '../memory.ts';
import { useWindows } from './windows.ts';

export type DialogName =
  | 'settings'
  | 'profile'
  | 'channels'
  | 'channel'
  | 'leaveChannel'
  | 'direct'
  | 'group'
  | 'status'
  | 'people'
  | 'switcher'
  | 'keys'
  | 'leave'
  | 'closing'
  | 'join'
  | 'check'
  | 'invite'
  | 'requests'
  | 'person'
  | 'forward'
  | 'versions'
  | 'seen'
  | 'acknowledged'
  | 'deleteMessage'
  | 'bot'
  | 'botToken'
  | 'hook'
  | 'outgoing'
  | 'attachment';

/** What the side panel shows: of the open conversation, or of the whole team. */
export type PanelView =
  | 'people'
  | 'pins'
  | 'thread'
  | 'search'
  | 'mentions'
  | 'saved'
  | 'threads'
  | 'scheduled';

export const useUi = defineStore('ui', () => {
  const windows = useWindows();
  const dialog = ref<DialogName | null>(null);
  /** What the open dialog is about: a section of the settings, or the id of a person or a conversation. */
  const subject = ref<string | null>(null);
  const drawer = ref(false);
  /** Files are being dragged over the window. */
  const dragging = ref(false);
  /** Beside the timeline in a wide window; above it, and closed at first, in a narrow one. */
  const panel = ref(recall('panel') !== 'closed' && !windows.own);
  const panelOver = ref(false);
  const view = ref<PanelView>('people');
  /** The thread that `view` 'thread' shows. */
  const thread = shallowRef<{ conversation: string; seq: number } | null>(null);

  function showPanel(wanted: PanelView, narrow: boolean): void {
    view.value = wanted;
    if (narrow) panelOver.value = true;
    else panel.value = true;
  }
  function showThread(conversation: string, seq: number, narrow: boolean): void {
    if (windows.isElsewhere(conversation)) return windows.goTo(conversation, seq);
    thread.value = { conversation, seq };
    showPanel('thread', narrow);
  }

  function togglePanel(narrow: boolean): void {
    const open = narrow ? panelOver.value : panel.value;
    if (open) return closePanel(narrow);
    if (narrow) {
      panelOver.value = true;
      return;
    }
    panel.value = true;
    if (!windows.own) remember('panel', 'open');
  }

  /** When it is opened again it shows what belongs to the conversation. */
  function closePanel(narrow: boolean): void {
    view.value = 'people';
    if (narrow) {
      panelOver.value = false;
      return;
    }
    panel.value = false;
    if (!windows.own) remember('panel', 'closed');
  }

  /** `about` goes to `subject`: `show('settings', 'team')`, `show('person', id)`. */
  function show(name: DialogName, about: string | null = null): void {
    drawer.value = false;
    subject.value = about;
    dialog.value = name;
  }
  const close = () => (dialog.value = null);

  return {
    dialog,
    subject,
    drawer,
    dragging,
    panel,
    panelOver,
    view,
    thread,
    togglePanel,
    closePanel,
    showPanel,
    showThread,
    show,
    close,
  };
});
