// The thread in the side panel: the message that began it and its replies.
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export type ThreadAim = { conversation: string; thread: number; seq: number };

export const useThread = defineStore('thread', () => {
  /** The reply at which the thread is to be shown; a new object each time. */
  const aimed = shallowRef<ThreadAim | null>(null);
  const aim = (at: ThreadAim): void => void (aimed.value = at);
  return { aimed, aim };
});
