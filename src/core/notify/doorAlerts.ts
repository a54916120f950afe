// One notification for everybody who waits at a team's door.
import type { JoinRequest } from '../../shared/door.ts';
import type { RunDatabase } from '../db/thread.ts';
import type { Ringing } from './ringing.ts';
import { aboutDoor } from './wording.ts';

export function createDoorAlerts(team: string, db: RunDatabase, ringing: Ringing) {
  /** Who has been told of, or did not need to be. */
  let known = new Set<string>();
  let shown = false;
  const key = `${team}/door`;

  function close(): void {
    if (shown) ringing.close(key);
    shown = false;
  }

  return {
    /** These wait now. */
    async wait(requests: readonly JoinRequest[]): Promise<void> {
      const newest = requests
        .filter(({ id }) => !known.has(id))
        .toSorted((a, b) => a.askedAt - b.askedAt)
        .at(-1);
      known = new Set(requests.map(({ id }) => id));
      if (requests.length === 0) return close();
      // The window shows them itself.
      if (!newest || !ringing.on() || ringing.looks(team) || (await ringing.silent(db))) return;
      const about = aboutDoor(newest.name, requests.length, ringing.privacy());
      const sound = ringing.sound();
      ringing.show({ key, about, quiet: false, sound, team: ringing.nameOf(team) });
      shown = true;
    },
    close,
  };
}
