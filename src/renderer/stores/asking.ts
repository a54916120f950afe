// Teams that were asked to let this person in. The core goes on asking; when the door opens, the
// team shows itself, unless somebody is busy in another one: then it is only told.
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { Asking } from '../../shared/rows.ts';
import type { Failure } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { called } from '../text/called.ts';
import { useSession } from './session.ts';

export const useAsking = defineStore('asking', () => {
  const session = useSession();
  const all = shallowRef<readonly Asking[]>([]);
  /** Teams asked since the start: the end of asking and the new team are told one after the other. */
  const hoped = new Set<string>();

  on('asking', take);

  function take(list: readonly Asking[]): void {
    all.value = list.map((one) => ({ ...one, name: called(one.name) }));
    for (const { team } of list) hoped.add(team);
  }

  /** A question that has just been asked here: it may be told by its push later than by its answer. */
  function add(asking: Asking): void {
    take([...all.value.filter(({ id }) => id !== asking.id), asking]);
  }

  watch(
    () => session.teams,
    (teams, before) => {
      for (const team of teams) {
        if (before.some(({ id }) => id === team.id) || !hoped.delete(team.id)) continue;
        if (session.adding) session.show(team.id);
        else if (session.shown !== team.id) session.letInto(team);
      }
    },
  );

  async function cancel(asking: Asking): Promise<Failure | null> {
    hoped.delete(asking.team);
    const answer = await call('asking.cancel', { asking: asking.id });
    if (!answer.ok) return answer.error;
    all.value = all.value.filter(({ id }) => id !== asking.id);
    return null;
  }

  return { all, take, add, cancel };
});
