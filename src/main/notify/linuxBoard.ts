// Notifications of a Linux desktop, by its own protocol: only so can they be replaced, taken away and
// answered. A server that hangs, fails or starts anew is asked again with the next one; nothing waits.
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionBus } from '../dbus/connection.ts';
import type { Log } from '../log.ts';
import type { Board, Did, Note } from './board.ts';
import { createNotificationServer, type NotificationServer } from './notificationServer.ts';
import { isSystemQuiet } from './systemQuiet.ts';
import type { NotifyWords } from './words.ts';

/** So long the app stays for the last ones to go. Milliseconds. */
const patienceMs = 500;

type Place = {
  /** The server's number; 0: it shows none. */
  id: number;
  /** What is to be shown now; null: nothing. */
  wanted: Note | null;
  changed: boolean;
  busy: boolean;
};

export function createLinuxBoard(options: {
  bus: Promise<SessionBus>;
  words: () => NotifyWords;
  did: Did;
  icon: string;
  log: Log;
}): Board {
  const { words, did, icon, log } = options;
  const places = new Map<string, Place>();
  const working = new Set<Promise<void>>();
  let complained = false;

  const server = options.bus.then((bus) =>
    createNotificationServer(bus, {
      invoked(id, action, text) {
        const key = keyOf(id);
        if (key === undefined) return;
        if (action === 'read') did(key, { do: 'read' });
        else if (action === 'reply') did(key, { do: 'reply', text });
        else did(key, { do: 'open' });
      },
      closed(id, byPerson) {
        const key = keyOf(id);
        const place = key === undefined ? undefined : places.get(key);
        if (!place || key === undefined) return;
        place.id = 0;
        if (byPerson) did(key, { do: 'dismiss' });
      },
      gone() {
        for (const place of places.values()) place.id = 0;
        complained = false;
      },
    }),
  );
  server.catch((error: unknown) => log('info', 'there are no notifications here', { err: error }));

  const keyOf = (id: number): string | undefined =>
    [...places].find(([, place]) => place.id === id && id !== 0)?.[0];

  function want(key: string, note: Note | null): void {
    const place = places.get(key) ?? { id: 0, wanted: null, changed: false, busy: false };
    places.set(key, place);
    place.wanted = note;
    place.changed = true;
    if (place.busy) return;
    const work = keepUp(key, place).finally(() => working.delete(work));
    working.add(work);
  }

  /** One question at a time: what changes meanwhile is looked at after it. */
  async function keepUp(key: string, place: Place): Promise<void> {
    place.busy = true;
    while (place.changed) {
      place.changed = false;
      try {
        await show(await server, place);
      } catch (error) {
        if (!complained) log('warn', 'a notification was not shown', { err: error });
        complained = true;
      }
    }
    place.busy = false;
    if (place.wanted === null) places.delete(key);
  }

  async function show(to: NotificationServer, place: Place): Promise<void> {
    const { wanted, id } = place;
    if (wanted !== null && !(await isSystemQuiet(to))) {
      place.id = await to.notify({ ...wanted, replaces: id, icon, words: words() });
      return;
    }
    place.id = 0;
    if (id !== 0) await to.close(id);
  }

  return {
    put: (key, note) => want(key, note),
    take(key) {
      if (places.has(key)) want(key, null);
    },
    async settled() {
      await Promise.race([Promise.all(working), pause(patienceMs)]);
    },
  };
}
