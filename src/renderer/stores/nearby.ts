// The teams that make themselves known on this network, in the order in which they were first seen:
// nothing that appears or goes away moves what somebody is about to press.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { NearbyTeam } from '../../shared/rows.ts';
import { call, on } from '../api.ts';
import { nameKey } from '../rules.ts';
import { called } from '../text/called.ts';
import { useSession } from './session.ts';

/** `gone`: not seen any more, but under the pointer. `twin`: another team has this name, too. */
export type NearbyRow = NearbyTeam & { gone: boolean; twin: 'nearby' | 'mine' | null };

/** Whoever floods the network gets no more rows than this. */
const most = 200;

export const useNearby = defineStore('nearby', () => {
  const session = useSession();
  const seen = shallowRef<readonly (NearbyTeam & { gone: boolean })[]>([]);
  const count = ref(0);
  let latest: readonly NearbyTeam[] = [];
  let held = false;

  on('nearby', take);

  function take(list: readonly NearbyTeam[]): void {
    latest = list;
    count.value = list.length;
    const now = new Map(list.map((one) => [one.key, { ...one, name: called(one.name) }]));
    const kept = seen.value.flatMap((row) => {
      const one = now.get(row.key);
      now.delete(row.key);
      if (!one) return held ? [row.gone ? row : { ...row, gone: true }] : [];
      return [same(row, one) ? row : { ...one, gone: false }];
    });
    const room = Math.max(0, most - kept.length);
    const fresh = [...now.values()].slice(0, room).map((one) => ({ ...one, gone: false }));
    seen.value = [...kept, ...fresh];
  }

  /** While somebody is about to press something in the list, nothing leaves it. */
  function hold(on: boolean): void {
    held = on;
    if (!on) take(latest);
  }

  const rows = computed<readonly NearbyRow[]>(() => {
    const keys = new Map<string, Set<string>>();
    for (const { name, key } of seen.value)
      keys.set(nameKey(name), (keys.get(nameKey(name)) ?? new Set()).add(key));
    const mine = new Set(session.teams.map(({ name }) => nameKey(name)));
    return seen.value.map((row) => {
      const name = nameKey(row.name);
      const twin = row.joined ? null : mine.has(name) ? 'mine' : null;
      return { ...row, twin: twin ?? ((keys.get(name)?.size ?? 0) > 1 ? 'nearby' : null) };
    });
  });
  const hidden = computed(() => Math.max(0, count.value - rows.value.length));

  /** Looks around while the list is shown. */
  async function watch(on: boolean): Promise<void> {
    if (!on) {
      held = false;
      take([]);
    }
    const answer = await call('nearby.watch', { on });
    if (!answer.ok) session.notify(answer.error);
  }

  return { rows, hidden, hold, watch };
});

const same = (row: NearbyTeam & { gone: boolean }, one: NearbyTeam): boolean =>
  !row.gone &&
  row.name === one.name &&
  row.people === one.people &&
  row.address === one.address &&
  row.hosts.join() === one.hosts.join() &&
  row.words === one.words &&
  row.secure === one.secure &&
  row.joined === one.joined;
