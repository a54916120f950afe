// Calls about the app lock, and the way out for who has forgotten its code.
import { Refusal } from '../../shared/errors.ts';
import type { lockCalls } from '../../shared/lock.ts';
import type { Joining } from '../joining.ts';
import type { Lock } from '../lock/lock.ts';
import type { SettingsStore } from '../settings.ts';
import type { Spelling } from '../spelling/spelling.ts';
import type { Teams } from '../teams.ts';
import { keyOf } from '../windows.ts';
import type { AppHandlers } from './handlers.ts';

export type LockCallsParts = {
  lock: Lock;
  teams: Teams;
  joining: Joining;
  settings: SettingsStore;
  spelling: Pick<Spelling, 'clear'> | undefined;
};

export function createLockCalls(parts: LockCallsParts): AppHandlers<keyof typeof lockCalls> {
  const { lock, teams, joining, settings } = parts;
  return {
    'lock.set': ({ current = '', code }) => lock.set(current, code),
    'lock.choose': (wanted) => lock.choose(wanted),
    'lock.now': async () => lock.lock(),
    'lock.unlock': ({ code }) => lock.unlock(code),
    async 'lock.leave'({ discard }) {
      const all = teams.all();
      const unsent = await Promise.all(all.map((membership) => membership.hasUnsent()));
      // Before the first is forgotten: all of them, or none.
      if (!discard && unsent.includes(true))
        throw new Refusal('FORBIDDEN', 'something still waits to be sent', { field: 'unsent' });
      for (const { id } of joining.asking()) joining.cancel(id);
      await Promise.all(all.map((membership) => teams.forget(membership, true)));
      await settings.change({ name: '', keywords: [], team: null });
      parts.spelling?.clear();
      lock.remove();
    },
    'window.keep': async ({ place }, asker) => lock.keep(keyOf(asker), place),
  };
}
