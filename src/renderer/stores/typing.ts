// Who is writing where, as the core tells.
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { on } from '../api.ts';

export const useTyping = defineStore('typing', () => {
  const users = shallowReactive(new Map<string, readonly string[]>());
  on('typing', (push) => users.set(push.conversation, push.users));
  const inConversation = (id: string): readonly string[] => users.get(id) ?? [];
  const clear = () => users.clear();
  return { inConversation, clear };
});
