// Which hosts this computer has spoken with, or called out to, since the app started: Settings > Network
// shows all of them, so that nobody has to believe that nothing leaves. In memory only.
import type { Contact } from '../shared/rows.ts';

/** Most rows kept. Teams are never dropped; there are only as many as somebody has joined. */
const most = 500;

export type Contacts = {
  /** To be called whenever something was sent there, multicast groups and broadcasts included, as what they are. */
  note(host: string, port: number, why: Contact['why']): void;
  /** Latest first. A host that was contacted for two reasons has two rows. */
  list(): Contact[];
};

/** `now` is the clock: milliseconds. */
export function createContacts(now: () => number = Date.now): Contacts {
  // A map keeps the order in which rows were put in: what is noted again moves to the end.
  const rows = new Map<string, Contact>();

  return {
    note(host, port, why) {
      const key = `${why} ${host} ${port}`;
      const at = now();
      const before = rows.get(key);
      rows.delete(key);
      rows.set(key, {
        host,
        port,
        why,
        firstAt: before?.firstAt ?? at,
        lastAt: at,
        times: (before?.times ?? 0) + 1,
      });
      if (rows.size > most) dropOldest(rows);
    },
    list: () => [...rows.values()].toReversed(),
  };
}

function dropOldest(rows: Map<string, Contact>): void {
  for (const [key, { why }] of rows) {
    if (why === 'team') continue;
    rows.delete(key);
    return;
  }
}
