// Marks the open conversation read: only while somebody sits before the window
// and its end is on screen.
import { computed, type Ref, watch } from 'vue';
import { call } from '../api.ts';
import { useAttention } from '../stores/attention.ts';
import { useConversations } from '../stores/conversations.ts';
import { useLink } from '../stores/link.ts';
import { useTimeline } from '../stores/timeline.ts';

export function useReading(atEnd: Ref<boolean>) {
  const timeline = useTimeline();
  const conversations = useConversations();
  const link = useLink();
  const attention = useAttention();
  const looking = computed(
    () =>
      attention.paid &&
      atEnd.value &&
      !timeline.newer &&
      !timeline.keptUnread &&
      timeline.status === 'ready',
  );

  watch(
    () => [looking.value, timeline.conversation, timeline.newest] as const,
    ([sees, conversation, seq]) => {
      if (sees && conversation !== null) void markRead(conversation, seq);
    },
    { flush: 'post', immediate: true },
  );

  // While the line is broken or catching up nobody watches a talk as it goes on.
  watch(
    () => looking.value && link.connected,
    (sees) => (timeline.watched = sees),
    { flush: 'sync', immediate: true },
  );

  async function markRead(conversation: string, seq: number): Promise<void> {
    // What was marked unread by hand is read once more, though it had been before.
    const marked = conversations.rows.get(conversation)?.unreadFrom ?? null;
    if (seq <= timeline.readSeq && marked === null) return;
    timeline.readSeq = seq;
    await call('conversation.read', { conversation, seq });
  }

  return { looking };
}
