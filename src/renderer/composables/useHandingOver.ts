// Files that wait are where their conversation is shown: they go into a window of its own when it has
// one, and come back when that closes. By the browser's channel between pages of one origin, which
// hands files on without reading them.
import { useEventListener } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import type { ConversationLink } from '../../shared/messageLink.ts';
import { type Handed, useAttachments } from '../stores/attachments.ts';
import { useWindows } from '../stores/windows.ts';

/** `to`: the conversation of the window it is for; null: the main window. */
type Word = { asks: ConversationLink } | { gives: readonly Handed[]; to: ConversationLink | null };

/** `open`: this window shows something, and is not locked. */
export function useHandingOver(open: () => boolean): void {
  const attachments = useAttachments();
  const windows = useWindows();
  let channel: BroadcastChannel | null = null;

  const needed = (): boolean => windows.own !== null || windows.open.length > 0;
  watch(
    () => open() && needed(),
    (now) => now && begin(),
    { flush: 'sync' },
  );
  // Not with the last of the other windows: what it gives may come after the word that it is gone.
  watch(open, (now) => now || end(), { flush: 'sync' });
  onScopeDispose(end);

  function begin(): void {
    if (channel) return;
    channel = new BroadcastChannel('attachments');
    channel.onmessage = ({ data }: MessageEvent<Word>) => hear(data);
    // Itself it is watched, which does not go through a channel.
    if (windows.own) say({ asks: { ...windows.own } });
  }

  function end(): void {
    channel?.close();
    channel = null;
  }

  const say = (word: Word): void => channel?.postMessage(word);

  function hear(word: Word): void {
    if ('asks' in word) {
      if (!windows.own) give(word.asks, word.asks);
    } else if (isMine(word.to)) attachments.takeOver(word.gives);
  }

  function isMine(to: ConversationLink | null): boolean {
    const { own } = windows;
    if (to === null || own === null) return to === own;
    return to.team === own.team && to.conversation === own.conversation;
  }

  function give(place: ConversationLink, to: ConversationLink | null): void {
    const gives = attachments.handOver(place);
    if (gives.length > 0) say({ gives, to });
  }

  useEventListener(window, 'pagehide', () => windows.own && give(windows.own, null));
}
