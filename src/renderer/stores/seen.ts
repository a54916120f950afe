// How far the others have read in the open conversation, as far as they show it.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { MessageRow } from '../../shared/timelineRows.ts';
import { call, on } from '../api.ts';
import { useConversations } from './conversations.ts';
import { useLink } from './link.ts';
import { usePeople } from './people.ts';
import { useSession } from './session.ts';

/** In larger conversations nobody is told: it would be more signals than messages. */
const mostMembers = 50;

export const useSeen = defineStore('seen', () => {
  const conversations = useConversations();
  const people = usePeople();
  const session = useSession();
  const link = useLink();
  const seen = shallowRef<ReadonlyMap<string, number>>(new Map());

  const shows = computed(() => people.byId.get(session.me)?.receipts === true);
  /** Who else is here and shows it. */
  const others = computed<readonly string[]>(() => {
    const members = conversations.open?.members ?? [];
    if (!shows.value || members.length > mostMembers) return [];
    return members.filter((id) => {
      const person = people.byId.get(id);
      return id !== session.me && person?.active === true && person.receipts;
    });
  });
  const everybody = computed(() =>
    others.value.length === 0 ? 0 : Math.min(...others.value.map((id) => seen.value.get(id) ?? 0)),
  );

  // Asked again when the line is whole: what others read meanwhile was told to nobody here.
  watch(
    () => [conversations.current, link.connected, shows.value] as const,
    async ([id], before) => {
      if (id !== before?.[0]) seen.value = new Map();
      if (id === null || !shows.value) return;
      const answer = await call('conversation.seen', { conversation: id });
      if (answer.ok && id === conversations.current) take(answer.value);
    },
    { immediate: true },
  );
  on('seen', (push) => {
    if (push.conversation === conversations.current) take(push.seen);
  });

  /** Nobody unreads, whatever order the news come in. */
  function take(news: readonly [string, number][]): void {
    const next = new Map(seen.value);
    for (const [user, seq] of news) next.set(user, Math.max(seq, next.get(user) ?? 0));
    seen.value = next;
  }

  /** All of those who show it have read this message. */
  const byAll = (row: MessageRow): boolean => stands(row) && row.seq <= everybody.value;

  /** Who has read it and who has not; null where that cannot be known. */
  function of(row: MessageRow): { seen: string[]; unseen: string[] } | null {
    if (!stands(row) || others.value.length === 0) return null;
    const { seq } = row;
    const whole = others.value.filter((id) => id !== row.author);
    const has = (id: string): boolean => (seen.value.get(id) ?? 0) >= seq;
    return { seen: whole.filter(has), unseen: whole.filter((id) => !has(id)) };
  }

  return { byAll, of };
});

/** What stands in a thread alone is read there, and nobody is told of that. */
const stands = (row: MessageRow): row is MessageRow & { seq: number } =>
  row.seq !== null && (row.thread === null || row.broadcast);
