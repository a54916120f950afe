// What came together by a way that knows no frames, sorted into those the core takes.
import type { EventsFrame, WireEvent } from '../../shared/events.ts';

/** One for each conversation. `cursor`: up to there everything had come before (delivery.md rule 7). */
export const framesOf = (events: WireEvent[], cursor: number): EventsFrame[] =>
  [...Map.groupBy(events, (event) => event.conversation)].map(([conversation, ofOne]) => ({
    conversation,
    floor: cursor,
    events: ofOne,
  }));
