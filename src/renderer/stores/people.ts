// Everybody in the team: who they are and whether they are here.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { CallInput } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { PersonRow } from '../../shared/rows.ts';
import { call, on, shownTeam } from '../api.ts';
import { nameKey } from '../rules.ts';
import type { Names } from '../text/segments.ts';

export const usePeople = defineStore('people', () => {
  const all = shallowRef<readonly PersonRow[]>([]);
  const byId = computed(() => new Map(all.value.map((person) => [person.id, person])));
  /** Those who can still be written to; the others stay for what they said. */
  const active = computed(() => all.value.filter((person) => person.active));
  const onlineCount = computed(
    () => all.value.filter(({ presence }) => presence === 'online' || presence === 'away').length,
  );

  let latest: readonly PersonRow[] = [];
  // Presence changes often and must not have every message read its text again.
  const spelling = computed(() => all.value.map((one) => `${one.id} ${one.name}`).join('\n'));
  const names = computed<Names>(() => {
    void spelling.value;
    const ids = new Map<string, string>();
    let longest = 'channel'.length;
    for (const { id, name } of latest) {
      ids.set(nameKey(name), id);
      longest = Math.max(longest, name.length);
    }
    return { idOf: (key) => ids.get(key), longest };
  });

  function take(people: readonly PersonRow[]): void {
    latest = people;
    all.value = people;
  }
  on('people', take);

  async function load(): Promise<void> {
    const team = shownTeam();
    const answer = await call('people.list');
    if (answer.ok && team === shownTeam()) take(answer.value);
  }

  /** Changes somebody else, as far as one's role reaches; the list follows by its push. */
  async function set(change: CallInput<'person.set'>): Promise<Failure | null> {
    const answer = await call('person.set', change);
    return answer.ok ? null : answer.error;
  }

  const nameOf = (id: string): string => byId.value.get(id)?.name ?? '…';
  const clear = () => take([]);

  return { all, active, byId, onlineCount, names, load, set, clear, nameOf };
});
