// A way to the server that does what networks do: loses answers, repeats and reorders events, breaks.
import { connectSocketIo } from '../../src/core/transport/socketIo.ts';
import type { Connect } from '../../src/core/transport/transport.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { EventsFrame } from '../../src/shared/events.ts';

export type Faults = {
  /** The command is carried out, but its answer never comes. Asked once for each command. */
  loseAnswer?: (name: string) => boolean;
  /** What arrives instead of this frame. */
  frames?: (frame: EventsFrame) => EventsFrame[];
  /** The connection ends before this frame arrives. */
  cut?: (frame: EventsFrame) => boolean;
};

export function faultyWay(faults: Faults, connect: Connect = connectSocketIo): Connect {
  return async (to, listener) => {
    let broken = false;
    const way = await connect(to, {
      events(frame) {
        if (broken) return;
        if (faults.cut?.(frame)) return breakDown();
        for (const instead of faults.frames?.(frame) ?? [frame]) listener.events(instead);
      },
      signal: (signal) => broken || listener.signal(signal),
      down: (reason) => broken || listener.down(reason),
    });

    function breakDown(): void {
      broken = true;
      way.close();
      listener.down({ code: 'UNREACHABLE', message: 'the connection broke' });
    }

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
