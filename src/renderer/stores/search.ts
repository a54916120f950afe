// What is looked for and what was found. It stays while the panel shows something else, so that one
// can go to a result and come back to the others.
import { useTimeoutFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import type { SearchHit } from '../../shared/timelineRows.ts';
import { call, shownTeam } from '../api.ts';
import { isEmptySearch, parseSearch } from '../rules.ts';
import { useSession } from './session.ts';

const page = 20;
/** Between two keys of a quick typist. */
const typingMs = 120;

export const useSearch = defineStore('search', () => {
  const session = useSession();
  const text = ref('');
  /** The one conversation that is searched; null: all. */
  const only = ref<string | null>(null);
  const hits = shallowRef<readonly SearchHit[]>([]);
  const next = ref<string | null>(null);
  /** Messages that are not in the index yet. */
  const missing = ref(0);
  const failure = shallowRef<Failure | null>(null);
  const busy = ref(false);
  /** What `hits` answer; null: nothing was asked. */
  const answered = ref<string | null>(null);
  /** A new object each time the field wants the focus. */
  const focusWanted = shallowRef({});
  let turn = 0;

  const empty = computed(() => isEmptySearch(parseSearch(text.value)));
  const question = computed(() => `${only.value ?? ''} ${text.value.trim()}`);
  const typing = useTimeoutFn(() => void run(), typingMs, { immediate: false });

  watch(question, () => {
    if (empty.value) return reset();
    typing.start();
  });
  watch(() => session.shown, clear);

  function reset(): void {
    turn++;
    typing.stop();
    hits.value = [];
    next.value = null;
    failure.value = null;
    busy.value = false;
    answered.value = null;
  }

  function clear(): void {
    reset();
    text.value = '';
    only.value = null;
    missing.value = 0;
  }

  /** Asks anew; what was found before stays until the answer is here. */
  async function run(): Promise<void> {
    typing.stop();
    if (empty.value) return reset();
    const mine = ++turn;
    const asked = question.value;
    busy.value = true;
    failure.value = null;
    let found: SearchHit[] = [];
    let from: string | null = null;
    do {
      const answer = await look(from);
      if (mine !== turn) return;
      if (!answer) {
        busy.value = false;
        return;
      }
      found = [...found, ...answer.hits];
      from = answer.next;
      hits.value = found;
      next.value = from;
      answered.value = asked;
      // A look may end before it has found a page full.
    } while (from !== null && found.length < page);
    busy.value = false;
  }

  async function look(from: string | null) {
    const conversation = only.value === null ? {} : { conversation: only.value };
    const team = shownTeam();
    const mine = turn;
    const answer = await call('search.find', {
      query: text.value,
      ...conversation,
      next: from,
      limit: page,
    });
    if (mine !== turn || team !== shownTeam()) return null;
    if (answer.ok) {
      missing.value = answer.value.missing;
      return answer.value;
    }
    failure.value = answer.error;
    return null;
  }

  /** The next page, below. */
  async function more(): Promise<void> {
    if (busy.value || next.value === null) return;
    const mine = turn;
    busy.value = true;
    const answer = await look(next.value);
    if (mine !== turn) return;
    busy.value = false;
    if (!answer) return;
    const known = new Set(hits.value.map(({ row }) => row.key));
    hits.value = [...hits.value, ...answer.hits.filter(({ row }) => !known.has(row.key))];
    next.value = answer.next;
  }

  /** The panel was opened to search here, or everywhere (null). */
  function begin(conversation: string | null): void {
    only.value = conversation;
    focusWanted.value = {};
  }

  return {
    text,
    only,
    hits,
    next,
    missing,
    failure,
    busy,
    answered,
    empty,
    focusWanted,
    run,
    more,
    begin,
    clear,
  };
});
