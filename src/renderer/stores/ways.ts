// The ways to the server of the team shown: how each did, which is used, and trying them.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import type { Way, WayRow, WaysState } from '../../shared/ways.ts';
import { call, callIn, on, shownTeam } from '../api.ts';
import { useLink } from './link.ts';
import { useSession } from './session.ts';

/** How far "Try all" is. */
export type Progress = { n: number; of: number };
/** What a try ended with; the row says the same, and more. */
export type Tried = { way: Way; row: WayRow } | { way: Way; failure: Failure };

export const useWays = defineStore('ways', () => {
  const link = useLink();
  const session = useSession();
  const state = shallowRef<WaysState | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const trying = ref<Way | null>(null);
  const progress = shallowRef<Progress | null>(null);
  const tried = shallowRef<Tried | null>(null);
  const allTried = ref(false);
  let stopping = false;

  on('ways', (told) => (state.value = told));
  watch(
    () => session.shown,
    () => {
      stopping = true;
      state.value = failure.value = tried.value = null;
      allTried.value = false;
    },
  );

  const inUse = computed(() => (link.connected && 'way' in link.link ? link.link.way : null));
  /** What the line says goes before what was found when a way was tried. */
  const rows = computed<readonly WayRow[]>(() =>
    (state.value?.rows ?? []).map((row) => {
      if (row.way === inUse.value) return { ...row, state: 'inUse', error: null };
      return row.state === 'inUse' ? { ...row, state: 'works' } : row;
    }),
  );
  const forced = computed(() => state.value?.forced ?? null);

  async function load(): Promise<void> {
    const team = shownTeam();
    const answer = await call('link.ways');
    if (team !== shownTeam()) return;
    failure.value = answer.ok ? null : answer.error;
    if (answer.ok) state.value = answer.value;
  }

  function put(row: WayRow): void {
    if (!state.value) return;
    const known = state.value.rows.map((one) => (one.way === row.way ? row : one));
    state.value = { ...state.value, rows: known };
  }

  async function measure(way: Way): Promise<void> {
    const team = shownTeam();
    trying.value = way;
    const answer = await callIn(team, 'link.try', { way });
    trying.value = null;
    if (team !== shownTeam()) return;
    if (answer.ok) put(answer.value);
    tried.value = answer.ok ? { way, row: answer.value } : { way, failure: answer.error };
  }

  function begin(): void {
    stopping = false;
    tried.value = null;
    allTried.value = false;
  }

  /** One after the other: two at once would measure each other. */
  async function tryAll(): Promise<void> {
    if (trying.value) return;
    begin();
    const ways = rows.value.map(({ way }) => way);
    for (const [index, way] of ways.entries()) {
      progress.value = { n: index + 1, of: ways.length };
      await measure(way);
      if (stopping) break;
    }
    progress.value = null;
    allTried.value = !stopping;
  }

  async function tryOne(way: Way): Promise<void> {
    if (trying.value) return;
    begin();
    await measure(way);
  }

  /** After the one that is under way. */
  const stop = () => void (stopping = true);

  /** Null: the best that works. */
  async function force(way: Way | null): Promise<Failure | null> {
    const team = shownTeam();
    const answer = await callIn(team, 'link.force', { way });
    if (!answer.ok) return answer.error;
    if (team === shownTeam() && state.value) state.value = { ...state.value, forced: way };
    return null;
  }

  return {
    state,
    failure,
    trying,
    progress,
    tried,
    allTried,
    rows,
    forced,
    inUse,
    load,
    tryAll,
    tryOne,
    stop,
    force,
  };
});
