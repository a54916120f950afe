// Bots and hooks of the team shown. Nothing that opens a door is kept here: what is shown once goes
// from the answer to the dialog that asked, and ends with it.
import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef, watch } from 'vue';
import type { CallInput } from '../../shared/api.ts';
import type { DeadEvent, Hook } from '../../shared/bots.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, callIn, shownTeam } from '../api.ts';
import { useDevices } from './devices.ts';
import { usePeople } from './people.ts';
import { useSession } from './session.ts';

export type Incoming = Extract<Hook, { kind: 'incoming' }>;
export type Outgoing = Extract<Hook, { kind: 'outgoing' }>;
/** `rows` null: not read yet. A list stays while a newer one is fetched, or cannot be. */
export type DeadList = { rows: readonly DeadEvent[] | null; failure: Failure | null };
const unread: DeadList = { rows: null, failure: null };

export const useBots = defineStore('bots', () => {
  const people = usePeople();
  const devices = useDevices();
  const session = useSession();
  const hooks = shallowRef<readonly Hook[] | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const dead = shallowReactive(new Map<string, DeadList>());
  /** Also those that are gone: the list of people may hear of it a moment later. */
  const everHooks = new Set<string>();

  watch(
    () => session.shown,
    () => {
      hooks.value = failure.value = null;
      dead.clear();
    },
  );

  const sorted = computed(() =>
    (hooks.value ?? []).toSorted((a, b) => a.name.localeCompare(b.name, session.dateLocale)),
  );
  const incoming = computed(() =>
    sorted.value.filter((hook): hook is Incoming => hook.kind === 'incoming'),
  );
  const outgoing = computed(() =>
    sorted.value.filter((hook): hook is Outgoing => hook.kind === 'outgoing'),
  );
  /** Hooks are among the people, too: who is which is known when the list of hooks is. */
  const bots = computed(() => {
    if (hooks.value === null) return null;
    for (const { id } of hooks.value) everHooks.add(id);
    return people.active
      .filter((one) => one.bot && !everHooks.has(one.id))
      .sort((a, b) => a.name.localeCompare(b.name, session.dateLocale));
  });

  async function load(): Promise<void> {
    const team = shownTeam();
    const answer = await call('hooks.list');
    if (team !== shownTeam()) return;
    failure.value = answer.ok ? null : answer.error;
    if (answer.ok) hooks.value = answer.value;
  }

  const createBot = (wish: CallInput<'bot.create'>) => call('bot.create', wish);

  async function addToken(wish: CallInput<'bot.token'>) {
    const answer = await call('bot.token', wish);
    if (answer.ok) void devices.load(wish.bot);
    return answer;
  }

  /** What was made stands in the list before it is read anew. */
  function listed<T extends { hook: Hook }>(answer: Outcome<T>): Outcome<T> {
    if (answer.ok) {
      const { hook } = answer.value;
      hooks.value = [...(hooks.value ?? []).filter(({ id }) => id !== hook.id), hook];
      void load();
    }
    return answer;
  }
  const createHook = async (wish: CallInput<'hook.create'>) =>
    listed(await call('hook.create', wish));
  const createOutgoing = async (wish: CallInput<'hook.outgoing'>) =>
    listed(await call('hook.outgoing', wish));

  async function remove(hook: string): Promise<Failure | null> {
    const team = shownTeam();
    const answer = await callIn(team, 'hook.remove', { hook });
    if (!answer.ok && answer.error.code !== 'NOT_FOUND') return answer.error;
    if (team === shownTeam()) hooks.value = hooks.value?.filter(({ id }) => id !== hook) ?? null;
    return null;
  }

  const deadOf = (hook: string): DeadList => dead.get(hook) ?? unread;
  async function loadDead(hook: string): Promise<void> {
    const answer = await call('hook.failed', { hook });
    const rows = answer.ok ? answer.value : deadOf(hook).rows;
    dead.set(hook, { rows, failure: answer.ok ? null : answer.error });
  }

  /** `pos` null: all of them. */
  async function decide(
    what: 'hook.replay' | 'hook.discard',
    hook: string,
    pos: number | null,
  ): Promise<Failure | null> {
    const answer = await call(what, { hook, pos });
    await Promise.all([loadDead(hook), load()]);
    // Somebody else was quicker: the lists say so by now.
    return answer.ok || answer.error.code === 'NOT_FOUND' ? null : answer.error;
  }

  return {
    hooks,
    failure,
    incoming,
    outgoing,
    bots,
    load,
    createBot,
    addToken,
    createHook,
    createOutgoing,
    remove,
    deadOf,
    loadDead,
    decide,
  };
});
