// Round trips while somebody looks: the core measures every second, and what it tells is kept for as
// long as the chart reaches back.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Failure } from '../../shared/errors.ts';
import type { Link } from '../../shared/rows.ts';
import { callIn, on } from '../api.ts';
import type { Sample } from '../connection/line.ts';
import { useSession } from '../stores/session.ts';

/** Milliseconds. */
export const chartSpanMs = 60_000;

export function useRoundTrips() {
  const session = useSession();
  const samples = shallowRef<readonly Sample[]>([]);
  const failure = shallowRef<Failure | null>(null);
  let last: number | null = null;

  function take(link: Link): void {
    const ms = link.state === 'live' ? link.rttMs : null;
    // The link is also told of for other reasons: no two measurements are the same to the last digit.
    if (ms === null || ms === last) return;
    last = ms;
    const at = Date.now();
    const kept = samples.value.filter((one) => at - one.at < chartSpanMs);
    samples.value = [...kept, { at, ms }];
  }

  async function begin(team: string | null): Promise<void> {
    failure.value = null;
    const answer = await callIn(team, 'link.watch', { on: true });
    if (team === session.shown) failure.value = answer.ok ? null : answer.error;
  }

  onScopeDispose(on('link', take));
  watch(
    () => session.shown,
    (team, _before, onCleanup) => {
      samples.value = [];
      last = null;
      void begin(team);
      onCleanup(() => void callIn(team, 'link.watch', { on: false }));
    },
    { immediate: true },
  );

  return { samples, failure, retry: () => begin(session.shown) };
}
