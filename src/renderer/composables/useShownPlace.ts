// Tells the core what this window shows and whether it has the focus: nobody gets a notification of
// what stands before them.
import { useDocumentVisibility, useWindowFocus } from '@vueuse/core';
import { computed, watch } from 'vue';
import { call } from '../api.ts';
import { useConversations } from '../stores/conversations.ts';
import { useSession } from '../stores/session.ts';
import { useThread } from '../stores/thread.ts';

export function useShownPlace(): void {
  const session = useSession();
  const conversations = useConversations();
  const thread = useThread();
  const focused = useWindowFocus();
  const visibility = useDocumentVisibility();

  const shown = computed(() => ({
    focused: focused.value && visibility.value === 'visible',
    team: session.adding ? null : session.shown,
    conversation: conversations.here,
    thread: thread.place && { ...thread.place },
  }));
  // As text: made anew it is the same as long as it says the same.
  watch(
    () => JSON.stringify(shown.value),
    () => void call('attention.set', shown.value),
    { immediate: true },
  );
}
