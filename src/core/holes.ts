// Events beyond a hole in their conversation: held briefly, because what is late usually comes, and
// then asked for (delivery.md rule 7).
import type { WireEvent } from '../shared/events.ts';

const holdMs = 1000;
const holdLimit = 500;

/** `ripe` is called when holding has been long enough; `due` then says so until something else is held. */
export function createHoles(ripe: () => void) {
  let events: WireEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let overdue = false;

  function ripen(): void {
    timer = undefined;
    overdue = true;
    ripe();
  }

  return {
    held: (): WireEvent[] => events,
    due: (): boolean => overdue,
    /** What is still beyond a hole now. The time runs from the first event on, however much passes by meanwhile. */
    hold(ahead: WireEvent[]): void {
      events = ahead;
      overdue = events.length > holdLimit;
      if (events.length === 0) {
        clearTimeout(timer);
        timer = undefined;
      } else if (!overdue) timer ??= setTimeout(ripen, holdMs);
    },
  };
}
