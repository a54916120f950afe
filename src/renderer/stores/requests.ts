// Who waits at the door of the team shown, for those who may let people in.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Role } from '../../shared/entities.ts';
import type { Failure } from '../../shared/errors.ts';
import type { JoinRequest } from '../../shared/door.ts';
import { call, callIn, on, shownTeam } from '../api.ts';

export const useRequests = defineStore('requests', () => {
  const all = shallowRef<readonly JoinRequest[]>([]);
  const failure = shallowRef<Failure | null>(null);
  /** Put aside by this person; whoever comes later is told anew. */
  const later = shallowRef<ReadonlySet<string>>(new Set());
  /** Who has not been put aside, the longest waiting first. */
  const fresh = computed(() => all.value.filter(({ id }) => !later.value.has(id)));

  on('requests', take);

  function take(requests: readonly JoinRequest[]): void {
    all.value = requests.toSorted((a, b) => a.askedAt - b.askedAt);
    failure.value = null;
  }

  async function load(): Promise<void> {
    const team = shownTeam();
    const answer = await call('requests.list');
    if (team !== shownTeam()) return;
    if (answer.ok) take(answer.value);
    else failure.value = answer.error;
  }

  /** Lets somebody in, or does not. Who has left the door meanwhile leaves the list too. */
  async function answer(request: string, admit: boolean, role: Role): Promise<Failure | null> {
    const team = shownTeam();
    const answered = await callIn(team, 'request.answer', { request, admit, role });
    const gone = answered.ok || answered.error.code === 'NOT_FOUND';
    if (gone && team === shownTeam()) all.value = all.value.filter(({ id }) => id !== request);
    return answered.ok ? null : answered.error;
  }

  const putAside = (): void => void (later.value = new Set(all.value.map(({ id }) => id)));

  function clear(): void {
    all.value = [];
    failure.value = null;
  }

  return { all, fresh, failure, load, answer, putAside, clear };
});
