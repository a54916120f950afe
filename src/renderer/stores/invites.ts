// The invites of the team shown. The server keeps no code, so a link can be shown only by the window
// that made it: it is remembered here until it ends, and the next opening shows it again.
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { CallInput } from '../../shared/api.ts';
import type { Invite } from '../../shared/door.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import type { OpenInvite } from '../../shared/rows.ts';
import { call, shownTeam } from '../api.ts';
import { useSession } from './session.ts';

/** An invite to hand over. `endsAt`: by this computer's clock, which may differ from the server's; null for never. */
export type Made = OpenInvite & { endsAt: number | null };
/** `used`: everybody it was for has come by it, or somebody revoked it. */
export type Kept = Made & { used: boolean };
type Kind = 'link' | 'spoken';
export type Wish = CallInput<'invite.create'>;

export const useInvites = defineStore('invites', () => {
  const session = useSession();
  const open = shallowRef<readonly Invite[]>([]);
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const kept = shallowReactive(new Map<string, Kept>());

  const keyOf = (kind: Kind, team = session.shown): string => `${kind} ${team}`;
  const link = computed(() => kept.get(keyOf('link')) ?? null);
  const spoken = computed(() => kept.get(keyOf('spoken')) ?? null);

  async function load(): Promise<void> {
    const team = shownTeam();
    // What is made while the answer is under way cannot be in it.
    const before = [...kept.entries()];
    const answer = await call('invites.list');
    if (team !== shownTeam()) return;
    failure.value = answer.ok ? null : answer.error;
    status.value = answer.ok ? 'ready' : 'failed';
    if (!answer.ok) return;
    open.value = answer.value.filter(isOpen).toSorted((a, b) => b.createdAt - a.createdAt);
    for (const [key, made] of before) {
      if (!key.endsWith(` ${team}`) || open.value.some(({ id }) => id === made.invite.id)) continue;
      if (kept.get(key) === made) kept.set(key, { ...made, used: true });
    }
  }

  async function keep(kind: Kind, asking: Promise<Outcome<OpenInvite>>): Promise<Failure | null> {
    const key = keyOf(kind);
    const answer = await asking;
    if (!answer.ok) return answer.error;
    kept.set(key, { ...madeNow(answer.value), used: false });
    void load();
    return null;
  }

  const create = (wish: Wish) => keep('link', call('invite.create', wish));
  const speak = () => keep('spoken', call('invite.speak'));

  async function revoke(invite: string): Promise<Failure | null> {
    const answer = await call('invite.revoke', { invite });
    if (answer.ok) for (const [key, made] of kept) if (made.invite.id === invite) kept.delete(key);
    void load();
    return answer.ok || answer.error.code === 'NOT_FOUND' ? null : answer.error;
  }

  /** Makes room for another; what was made goes on working. */
  const putAway = (kind: Kind): void => void kept.delete(keyOf(kind));

  return { open, status, failure, link, spoken, load, create, speak, revoke, putAway };
});

/** How long it lasts is counted from now: the two clocks may be hours apart. */
export function madeNow(made: OpenInvite): Made {
  const { createdAt, expiresAt } = made.invite;
  return { ...made, endsAt: expiresAt === null ? null : Date.now() + (expiresAt - createdAt) };
}

const isOpen = (invite: Invite): boolean => invite.uses === null || invite.used < invite.uses;
