// What a page gets of the core. While the app is locked that is next to nothing, however it asks: the
// lock is here and not in the page, so that neither a reload nor a page's own tools show anything.
import { fail, type Outcome, Refusal, succeed } from '../../shared/errors.ts';
import type { LockState } from '../../shared/lock.ts';
import type { Boot, Settings } from '../../shared/rows.ts';
import type { Client } from '../client.ts';
import type { Lock } from './lock.ts';

const always: ReadonlySet<string> = new Set([
  'app.boot',
  'lock.unlock',
  'lock.leave',
  'window.close',
]);
/** From the page that was open until then. They tell nothing. */
const leaving: ReadonlySet<string> = new Set(['draft.set', 'window.keep']);

export type DoorParts = Pick<Client, 'call' | 'listen'> & {
  lock: Lock;
  /** What a page may know while the app is locked. */
  little(): Boot;
};
export type Door = Pick<Client, 'call' | 'listen'>;

export function createDoor({ call, listen, lock, little }: DoorParts): Door {
  const isOpen = (name: string): boolean =>
    !lock.locked || always.has(name) || (lock.leaving && leaving.has(name));
  const shut = (): Outcome<never> => fail(new Refusal('LOCKED', 'the app is locked'));

  return {
    async call(name, input, team, asker = null) {
      if (!isOpen(name)) return shut();
      if (name === 'app.boot') {
        lock.left();
        if (lock.locked) return succeed(little());
      }
      const answer = await call(name, input, team, asker);
      // Asked before it was locked, answered after.
      return isOpen(name) ? answer : shut();
    },
    listen: (receive) =>
      listen((name, payload, team) => {
        if (!lock.locked || name === 'lock') receive(name, payload, team);
      }),
  };
}

/** Settings without what is a person's own, and nothing else. */
export const littleBoot = (
  { version, platform, systemLocale }: Pick<Boot, 'version' | 'platform' | 'systemLocale'>,
  settings: Settings,
  lock: LockState,
  saving: boolean,
): Boot => ({
  version,
  platform,
  systemLocale,
  settings: { ...settings, closeNoted: true, keywords: [], name: '', team: null },
  teams: [],
  asking: [],
  keyring: 'system',
  suggestedName: '',
  notices: [],
  opened: null,
  lock,
  place: null,
  windows: [],
  saving,
});
