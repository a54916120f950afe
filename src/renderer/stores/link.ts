// The way to the server as the line shows it.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import type { Link } from '../../shared/rows.ts';
import type { Way } from '../../shared/ways.ts';
import { call, on } from '../api.ts';

/** What the line looks like: `slow` is live by a slower way in. */
export type LineState = 'live' | 'slow' | 'offline' | 'connecting' | 'syncing' | 'refused';

/** Everything is there at once by these; the others are for networks that hold these up. */
const fast: ReadonlySet<Way> = new Set(['websocket', 'plain'] as const);
const closing: ReadonlySet<ErrorCode> = new Set(['KEY_CHANGED', 'REVOKED', 'DEACTIVATED'] as const);

export const useLink = defineStore('link', () => {
  const link = shallowRef<Link>({ state: 'connecting', waiting: 0 });
  on('link', (changed) => (link.value = changed));

  const line = computed<LineState>(() => {
    const now = link.value;
    return now.state === 'live' && !fast.has(now.way) ? 'slow' : now.state;
  });
  /** Whether a message leaves at once. */
  const connected = computed(() => line.value === 'live' || line.value === 'slow');

  /** Why the server does not let this computer in, while that is so. */
  const refused = computed(() => (link.value.state === 'refused' ? link.value.error : null));
  /** Nothing can be written: who the server is, or whether one still belongs there, is not known. */
  const closed = computed(() => refused.value !== null && closing.has(refused.value.code));

  const retry = () => call('link.retry');

  /** After KEY_CHANGED: a new invite, whose key is believed from now on. */
  async function trust(invite: string): Promise<Failure | null> {
    const answer = await call('team.trust', { link: invite });
    return answer.ok ? null : answer.error;
  }

  return { link, line, connected, refused, closed, retry, trust };
});
