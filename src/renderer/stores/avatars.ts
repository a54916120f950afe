// People's pictures: each asked for once, shown from memory, and forgotten when long unused. The
// bytes come from a server that may be hostile, so only small squares of a known kind are shown.
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowReactive, watch } from 'vue';
import type { ErrorCode } from '../../shared/errors.ts';
import { callIn } from '../api.ts';
import { measure } from '../pictures/measure.ts';
import { limits } from '../rules.ts';
import { useLink } from './link.ts';
import { useSession } from './session.ts';

/** Pictures kept although nothing shows them now. */
const mostIdle = 200;
const allowed: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);
const final: ReadonlySet<ErrorCode> = new Set(['NOT_FOUND', 'INVALID', 'NOT_LANLINE'] as const);

export const useAvatars = defineStore('avatars', () => {
  const session = useSession();
  const link = useLink();
  /** In the order of their last use. */
  const urls = shallowReactive(new Map<string, string>());
  const holders = new Map<string, number>();
  const asking = new Set<string>();
  const inVain = new Set<string>();

  /** The picture's address while something shows it; null means initials. `avatar` is its hash. */
  function useAvatar(avatar: () => string | null) {
    const key = computed(() => {
      const hash = avatar();
      return hash === null || session.shown === null ? null : `${session.shown} ${hash}`;
    });
    watch(key, (now, before) => (hold(now), release(before ?? null)), { immediate: true });
    onScopeDispose(() => release(key.value));
    return {
      url: computed(() => (key.value === null ? null : (urls.get(key.value) ?? null))),
      /** The window could not draw it. */
      spoil: () => key.value !== null && refuse(key.value),
    };
  }

  function hold(key: string | null): void {
    if (key === null) return;
    holders.set(key, (holders.get(key) ?? 0) + 1);
    if (!urls.has(key) && !inVain.has(key)) void ask(key);
  }

  function release(key: string | null): void {
    if (key === null) return;
    const left = (holders.get(key) ?? 1) - 1;
    if (left > 0) return void holders.set(key, left);
    holders.delete(key);
    const url = urls.get(key);
    if (url === undefined) return;
    urls.delete(key);
    urls.set(key, url);
    dropIdle();
  }

  async function ask(key: string): Promise<void> {
    if (asking.has(key)) return;
    asking.add(key);
    const [team = '', avatar = ''] = key.split(' ');
    const answer = await callIn(team, 'avatar.get', { avatar });
    asking.delete(key);
    if (!answer.ok) return void (final.has(answer.error.code) && inVain.add(key));
    const { type, image } = answer.value;
    if (!isPicture(type, image)) return void inVain.add(key);
    urls.set(key, URL.createObjectURL(new Blob([new Uint8Array(image)], { type })));
    dropIdle();
  }

  function refuse(key: string): void {
    inVain.add(key);
    drop(key);
  }

  function dropIdle(): void {
    const idle = [...urls.keys()].filter((key) => !holders.has(key));
    for (const key of idle.slice(0, Math.max(0, idle.length - mostIdle))) drop(key);
  }

  function drop(key: string): void {
    const url = urls.get(key);
    if (url !== undefined) URL.revokeObjectURL(url);
    urls.delete(key);
  }

  // What could not be fetched without a connection is fetched when there is one.
  watch(
    () => link.connected,
    (connected) => {
      if (!connected) return;
      for (const key of holders.keys()) if (!urls.has(key) && !inVain.has(key)) void ask(key);
    },
  );

  return { useAvatar };
});

function isPicture(type: string, image: Uint8Array): boolean {
  if (!allowed.has(type) || image.length > limits.avatarBytes) return false;
  const measured = measure(image);
  // A few bytes can promise a picture that takes all memory to draw.
  return (
    measured?.type === type &&
    measured.width <= limits.avatarSide &&
    measured.height <= limits.avatarSide
  );
}
