// What spelling is checked with, as the settings show it; asked again when it has changed.
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { SpellingState } from '../../shared/spelling.ts';
import { call, on } from '../api.ts';
import { useSession } from '../stores/session.ts';

export function useSpelling() {
  const session = useSession();
  /** Null until it is known, and in a program without spelling. */
  const state = shallowRef<SpellingState | null>(null);
  const names = computed(() => new Intl.DisplayNames(session.locale, { type: 'language' }));

  async function load(): Promise<void> {
    const answer = await call('spelling.state');
    if (answer.ok) state.value = answer.value;
  }
  void load();
  onScopeDispose(on('spelling', () => void load()));

  return {
    state,
    /** By their names in the window's language, in that language's order. */
    languages: computed(() =>
      (state.value?.languages ?? [])
        .map((one) => ({ ...one, name: names.value.of(one.tag) ?? one.tag }))
        .toSorted((a, b) => a.name.localeCompare(b.name, session.locale)),
    ),
    async forget(word: string): Promise<void> {
      const answer = await call('spelling.forget', { word });
      if (!answer.ok) session.notify(answer.error);
    },
  };
}
