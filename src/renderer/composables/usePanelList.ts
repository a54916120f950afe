// A list of the side panel: read when it appears, and again whenever the core says that it may have changed.
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ListName } from '../../shared/api.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { on, shownTeam } from '../api.ts';

/** `about`: what else the list depends on; when it changes the old rows are gone at once. */
export function usePanelList<T>(
  name: ListName,
  read: () => Promise<Outcome<T[]>>,
  about: () => unknown = () => null,
) {
  const rows = shallowRef<readonly T[]>([]);
  const failure = shallowRef<Failure | null>(null);
  const loaded = ref(false);
  let turn = 0;

  async function load(): Promise<void> {
    const mine = ++turn;
    const team = shownTeam();
    const answer = await read();
    if (mine !== turn || team !== shownTeam()) return;
    failure.value = answer.ok ? null : answer.error;
    if (answer.ok) rows.value = answer.value;
    loaded.value = true;
  }

  onScopeDispose(on('lists', (names) => names.includes(name) && void load()));
  watch(
    about,
    () => {
      rows.value = [];
      loaded.value = false;
      void load();
    },
    { immediate: true },
  );

  return { rows, failure, loaded, load };
}
