// Tells the others that something is being written: on while it is, at most every three seconds,
// off five seconds after the last key or when the message goes.
import { onScopeDispose } from 'vue';
import { callIn, shownTeam } from '../api.ts';

const everyMs = 3_000;
const offAfterMs = 5_000;

export function useTypingSignal() {
  let where: string | null = null;
  let team: string | null = null;
  let lastOn = 0;
  let off: ReturnType<typeof setTimeout> | undefined;

  function typed(conversation: string): void {
    if (where !== conversation) stop();
    clearTimeout(off);
    off = setTimeout(stop, offAfterMs);
    const now = performance.now();
    if (where === conversation && now - lastOn < everyMs) return;
    where = conversation;
    team = shownTeam();
    lastOn = now;
    void callIn(team, 'typing.set', { conversation, on: true });
  }

  function stop(): void {
    clearTimeout(off);
    if (where !== null) void callIn(team, 'typing.set', { conversation: where, on: false });
    where = null;
  }

  onScopeDispose(stop);
  return { typed, stop };
}
