// The conversations in the sidebar, and which of them is open.
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { ConversationRow } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { forget, recall, remember } from '../memory.ts';
import { type SectionName, sectionNames, sectionsOf } from '../sections.ts';
import { useSession } from './session.ts';
import { createVisited } from './visited.ts';
import { useWindows } from './windows.ts';

export const useConversations = defineStore('conversations', () => {
  const rows = shallowReactive(new Map<string, ConversationRow>());
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const current = ref<string | null>(null);
  const collapsed = shallowRef<ReadonlySet<SectionName>>(recallCollapsed());
  const session = useSession();
  const windows = useWindows();
  const visited = createVisited();
  let team = '';
  /** Opened before its row is here: news of others, which left earlier, must not close it again. */
  let coming: string | null = null;

  const all = computed(() => [...rows.values()]);
  const channels = computed(() =>
    all.value.filter((one) => one.kind === 'channel').sort((a, b) => a.name.localeCompare(b.name)),
  );
  const directs = computed(() =>
    all.value
      .filter((one) => one.kind === 'direct')
      .sort((a, b) => b.lastAt - a.lastAt || a.name.localeCompare(b.name)),
  );
  const sections = computed(() =>
    sectionsOf(all.value, current.value, collapsed.value, session.dateLocale),
  );
  /** What the sidebar shows, in its order. */
  const ordered = computed(() => sections.value.flatMap(({ shown }) => shown));
  /** The open one, unless another window shows it. */
  const here = computed(() =>
    windows.isElsewhere(current.value, session.shown) ? null : current.value,
  );
  const open = computed(() => (current.value === null ? undefined : rows.get(current.value)));

  on('conversations', ({ changed, removed }) => {
    for (const row of changed) rows.set(row.id, row);
    for (const id of removed) rows.delete(id);
    if (coming !== null && (rows.has(coming) || removed.includes(coming))) coming = null;
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
    coming = null;
    failure.value = null;
    status.value = 'ready';
    settle();
  }

  /** Something is always open when there is something to open. */
  function settle(): void {
    if (windows.own) return void (current.value = ownRow());
    if (current.value !== null && (rows.has(current.value) || current.value === coming)) return;
    const last = recall(`open ${team}`);
    // The first time, where people talk: the channel with the newest message.
    const busiest =
      channels.value.filter((row) => !row.archived).sort((a, b) => b.lastAt - a.lastAt)[0] ??
      directs.value[0];
    current.value = last !== null && rows.has(last) ? last : (busiest?.id ?? null);
    if (current.value !== null) visited.visit(current.value);
  }

  function show(id: string): void {
    visited.visit(id);
    enter(id);
  }

  /** To where one was before, or, after that, forward again. */
  function go(by: 1 | -1): void {
    const id = visited.go(by, (one) => rows.has(one));
    if (id !== null) enter(id);
  }

  /** In a conversation's own window there is no other. */
  function ownRow(): string | null {
    const { team: ownTeam, conversation } = windows.own ?? { team: '', conversation: '' };
    return ownTeam === team && rows.has(conversation) ? conversation : null;
  }

  function enter(id: string): void {
    if (windows.own) return windows.isElsewhere(id) ? windows.goTo(id) : undefined;
    current.value = id;
    coming = rows.has(id) ? null : id;
    remember(`open ${team}`, id);
  }

  function fold(name: SectionName): void {
    const next = new Set(collapsed.value);
    if (!next.delete(name)) next.add(name);
    collapsed.value = next;
    remember('collapsed', [...next].join(' '));
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

  /** The group of these people and oneself; there is only one. */
  async function openGroup(users: readonly string[]): Promise<Failure | null> {
    const asked = team;
    const answer = await call('group.open', { users: [...users] });
    if (!answer.ok) return answer.error;
    if (team === asked) show(answer.value.conversation);
    return null;
  }

  /** Another team is shown, or none. */
  function clear(): void {
    team = '';
    visited.clear();
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
    sections,
    collapsed,
    ordered,
    here,
    open,
    load,
    show,
    go,
    fold,
    step,
    openDirect,
    openGroup,
    clear,
    forgetTeam,
  };
});

const recallCollapsed = (): ReadonlySet<SectionName> =>
  new Set(sectionNames.filter((name) => recall('collapsed')?.split(' ').includes(name)));
