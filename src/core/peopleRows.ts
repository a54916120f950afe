// People as the window shows them: with their presence, and without what they said "until" a moment
// that has come.
import type { PersonRow } from '../shared/rows.ts';
import { createAlarm } from './alarm.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Presences } from './presence.ts';

/** `changed` is called when something that somebody said is over. */
export function createPeopleRows(db: RunDatabase, presence: Presences, changed: () => void) {
  const alarm = createAlarm(changed);
  return {
    async list(): Promise<PersonRow[]> {
      const people = await db('people');
      alarm.set(people.flatMap(({ status, dndUntil }) => [status?.until ?? null, dndUntil]));
      const now = Date.now();
      const lasts = (until: number | null | undefined): boolean =>
        until === null || until === undefined || until > now;
      return people.map((person) => ({
        ...person,
        status: lasts(person.status?.until) ? person.status : null,
        dndUntil: lasts(person.dndUntil) ? person.dndUntil : null,
        presence: presence.of(person.id),
      }));
    },
    stop: alarm.stop,
  };
}
