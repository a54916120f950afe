// What the server will send later: how much there is shows in the sidebar, what it is in the side panel.
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import type { ScheduledRow } from '../../shared/timelineRows.ts';
import { call, on, shownTeam } from '../api.ts';
import { useSession } from './session.ts';

export const useScheduled = defineStore('scheduled', () => {
  const rows = shallowRef<readonly ScheduledRow[]>([]);
  const failure = shallowRef<Failure | null>(null);
  const session = useSession();

  async function load(): Promise<void> {
    const team = shownTeam();
    const answer = await call('scheduled.list');
    if (team !== shownTeam()) return;
    failure.value = answer.ok ? null : answer.error;
    if (answer.ok) rows.value = answer.value.toSorted((a, b) => a.at - b.at);
  }
  on('lists', (names) => names.includes('scheduled') && void load());
  watch(
    [() => session.shown, () => session.team?.ready],
    ([team]) => {
      rows.value = [];
      if (team !== null) void load();
    },
    { immediate: true },
  );

  /** Answers whether it is cancelled. */
  async function cancel(schedule: string): Promise<boolean> {
    return said(await call('schedule.cancel', { schedule }));
  }
  async function sendNow(schedule: string): Promise<boolean> {
    return said(await call('schedule.send', { schedule }));
  }

  function said(answer: { ok: true } | { ok: false; error: Failure }): boolean {
    if (!answer.ok) session.notify(answer.error);
    return answer.ok;
  }

  return { rows, failure, load, cancel, sendNow };
});
