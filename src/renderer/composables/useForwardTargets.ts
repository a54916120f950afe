// Where a message can be passed on to: conversations where one may write, and people.
import { computed, type Ref } from 'vue';
import type { Outcome } from '../../shared/errors.ts';
import type { ConversationRow } from '../../shared/rows.ts';
import { call } from '../api.ts';
import { useConversations } from '../stores/conversations.ts';
import { usePeople } from '../stores/people.ts';
import { useSession } from '../stores/session.ts';
import { rank } from '../text/rank.ts';

export type ForwardTarget = {
  id: string;
  name: string;
  /** Null where there is none with this person yet. */
  row: ConversationRow | null;
};

const most = 50;

export function useForwardTargets(query: Ref<string>) {
  const conversations = useConversations();
  const people = usePeople();
  const session = useSession();

  const all = computed<ForwardTarget[]>(() => {
    const rows = conversations.all
      .filter((row) => row.mayPost && !row.archived)
      .toSorted((a, b) => b.lastAt - a.lastAt);
    const known = rows.map((row) => ({ id: row.id, name: row.name, row }));
    const peers = new Set(conversations.all.map((row) => row.peer));
    const others = people.active
      .filter(({ id }) => id !== session.me && !peers.has(id))
      .map(({ id, name }) => ({ id, name, row: null }));
    return [...known, ...others];
  });
  const shown = computed(() => rank(all.value, query.value, ({ name }) => name).slice(0, most));

  /** The target's conversation, begun if need be. */
  async function open({ id, row }: ForwardTarget): Promise<Outcome<string>> {
    if (row) return { ok: true, value: row.id };
    const answer = await call('direct.open', { user: id });
    return answer.ok ? { ok: true, value: answer.value.conversation } : answer;
  }

  return { shown, open };
}
