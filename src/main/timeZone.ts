// Has this process follow the computer into another time zone. Chromium tells its pages, and nobody tells
// Node: "until tomorrow" and quiet hours would go on by the clock of the start.
import { unwatchFile, watchFile } from 'node:fs';

/** A stat now and then; whoever travels takes longer. */
const lookEveryMs = 30_000;

/** Where the system keeps its zone; Windows has no such file. */
const zoneFile = '/etc/localtime';

/** A zone in the environment is somebody's own wish, and stays. */
export function followTimeZone(everyMs = lookEveryMs): { close(): void } {
  if (process.env.TZ) return { close: () => undefined };
  // Node looks for the system's zone again when this changes, also from nothing to nothing.
  const look = (): void => void delete process.env.TZ;
  watchFile(zoneFile, { interval: everyMs, persistent: false }, look);
  return { close: () => unwatchFile(zoneFile, look) };
}
