// The message that an open dialog is about: forwarding, its earlier versions, who has seen it.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { MessageRow, TimelineRow } from '../../shared/timelineRows.ts';
import { useThread } from './thread.ts';
import { useTimeline } from './timeline.ts';
import { useUi } from './ui.ts';

export type MessageDialog = 'forward' | 'versions' | 'seen' | 'acknowledged' | 'deleteMessage';

export const useAboutMessage = defineStore('aboutMessage', () => {
  const asked = shallowRef<MessageRow | null>(null);
  const timeline = useTimeline();
  const thread = useThread();
  const ui = useUi();

  /** As it is now, where it is on screen: it may change while the dialog is open. */
  const row = computed<MessageRow | null>(() => {
    const is = (one: TimelineRow): one is MessageRow =>
      one.kind === 'message' && one.key === asked.value?.key;
    return timeline.rows.find(is) ?? thread.rows.find(is) ?? asked.value;
  });

  /** How the server knows it; null while it does not. */
  const aim = computed(() => {
    const about = row.value;
    return about === null || about.seq === null
      ? null
      : { conversation: about.conversation, target: about.seq };
  });

  function show(dialog: MessageDialog, about: MessageRow): void {
    asked.value = about;
    ui.show(dialog, about.key);
  }

  return { row, aim, show };
});
