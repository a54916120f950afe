// The conversations in the sidebar, and which of them is open.
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { ConversationRow } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { forget, recall, remember } from '../memory.ts';

export const useConversations = defineStore('conversations', () => {
  const rows = shallowReactive(new Map<string, ConversationRow>());
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const current = ref<string | null>(null);
  let team = '';

  const all = computed(() => [...rows.values()]);
  const channels = computed(() =>
    all.value.filter((one) => one.kind === 'channel').sort((a, b) => a.name.localeCompare(b.name)),
  );
  const directs = computed(() =>
    all.value
      .filter((one) => one.kind === 'direct')
      .sort((a, b) => b.lastAt - a.lastAt || a.name.localeCompare(b.name)),
  );
  /** In the order of the sidebar. */
  const ordered = computed(() => [...channels.value, ...directs.value]);
  const open = computed(() => (current.value === null ? undefined : rows.get(current.value)));

  on('conversations', ({ changed, removed }) => {
    for (const row of changed) rows.set(row.id, row);
    for (const id of removed) rows.delete(id);
    settle();
  });

  async function load(teamId: string): Promise<void> {
    team = teamId;
    const answer = await call('conversations.list');
    if (team !== teamId) return;
    if (!answer.ok) {
      failure.value = answer.error;
      status.value = 'failed';
      return;
    }
    rows.clear();
    for (const row of answer.value) rows.set(row.id, row);
    failure.value = null;
    status.value = 'ready';
    settle();
  }

  /** Something is always open when there is something to open. */
  function settle(): void {
    if (current.value !== null && rows.has(current.value)) return;
    const last = recall(`open ${team}`);
    // The first time, where people talk: the channel with the newest message.
    const busiest = channels.value.toSorted((a, b) => b.lastAt - a.lastAt)[0] ?? directs.value[0];
    current.value = last !== null && rows.has(last) ? last : (busiest?.id ?? null);
  }

  function show(id: string): void {
    current.value = id;
    remember(`open ${team}`, id);
  }

  /** The neighbour in the sidebar's order, the next one up or down, going round at the ends. */
  function step(by: 1 | -1, which: (row: ConversationRow) => boolean = () => true): void {
    const list = ordered.value;
    const from = list.findIndex((row) => row.id === current.value);
    for (let distance = 1; distance <= list.length; distance++) {
      const row = list[(from + by * distance + list.length * 2) % list.length];
      if (row && row.id !== current.value && which(row)) return show(row.id);
    }
  }

  async function openDirect(user: string): Promise<Failure | null> {
    const known = directs.value.find((row) => row.peer === user);
    if (known) {
      show(known.id);
      return null;
    }
    const asked = team;
    const answer = await call('direct.open', { user });
    if (!answer.ok) return answer.error;
    if (team === asked) show(answer.value.conversation);
    return null;
  }

  /** Another team is shown, or none. */
  function clear(): void {
    team = '';
    rows.clear();
    current.value = null;
    failure.value = null;
    status.value = 'loading';
  }

  const forgetTeam = (id: string): void => forget(`open ${id}`);

  return {
    rows,
    status,
    failure,
    current,
    all,
    channels,
    directs,
    ordered,
    open,
    load,
    show,
    step,
    openDirect,
    clear,
    forgetTeam,
  };
});
