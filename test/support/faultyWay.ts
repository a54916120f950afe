// A way to the server that does what networks do: loses answers, repeats and reorders events.
import { connectSocketIo } from '../../src/core/transport/socketIo.ts';
import type { Connect } from '../../src/core/transport/transport.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { EventsFrame } from '../../src/shared/events.ts';

export type Faults = {
  /** The command is carried out, but its answer never comes. Asked once for each command. */
  loseAnswer?: (name: string) => boolean;
  /** What arrives instead of this frame. */
  frames?: (frame: EventsFrame) => EventsFrame[];
};

export function faultyWay(faults: Faults): Connect {
  return async (to, listener) => {
    const way = await connectSocketIo(to, {
      ...listener,
      events(frame) {
        for (const instead of faults.frames?.(frame) ?? [frame]) listener.events(instead);
      },
    });
    return {
      ...way,
      async request(name, input) {
        const answer = await way.request(name, input);
        if (faults.loseAnswer?.(name)) throw new Refusal('TIMEOUT', 'the answer was lost');
        return answer;
      },
    };
  };
}
