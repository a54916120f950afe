// Who speaks while others listen: steadily, and yet never in step with anybody who polls.
import { uuidv7 } from 'uuidv7';
import type { Target } from './dialects.ts';
import { bearer, eventsPath } from './listeners/listener.ts';
import { openWebSocket } from './webSocket.ts';

/** Characters of each message. */
const textLength = 80;
/** The speaker hears nothing, whatever is said. */
const deaf = `${eventsPath}?type=nothing.heard`;

export type Speaker = {
  /** One message each `everyMs`, as if counting began at `zero` (performance.now()). `leaving` numbers the message. */
  begin(everyMs: number, zero: number, leaving: () => number): void;
  stop(): void;
  close(): void;
};

/** `stored` gets the number of each message as the server answers that it is safe. */
export async function openSpeaker(
  target: Target,
  stored: (number: number) => void,
  fail: (error: Error) => void,
): Promise<Speaker> {
  const onText = (frame: Buffer): void => {
    const [, number] = /"ref":(\d+),"ok":true/.exec(frame.toString()) ?? [];
    if (number !== undefined) stored(Number(number));
    else if (frame.includes('"ok":false') || frame.includes('"type":"closing"'))
      fail(new Error(frame.toString()));
  };
  const options = { head: bearer(target.tokens?.[0] ?? ''), ended: fail };
  const socket = await openWebSocket(target.port, deaf, onText, options);
  let timer: NodeJS.Timeout | undefined;

  function say(number: number): void {
    const text = `#${number}#`.padEnd(textLength, 'x');
    const input = { id: uuidv7(), conversation: target.room, text };
    socket.send(JSON.stringify({ type: 'command', ref: number, name: 'message.send', input }));
  }

  return {
    begin(everyMs, zero, leaving) {
      const dueAt = (turn: number): number => zero + everyMs * momentOf(turn);
      let turn = Math.floor((performance.now() - zero) / everyMs);
      while (dueAt(turn) < performance.now()) turn += 1;
      const next = (): void => {
        timer = setTimeout(
          () => {
            say(leaving());
            turn += 1;
            next();
          },
          Math.max(0, dueAt(turn) - performance.now()),
        );
      };
      next();
    },
    stop: () => clearTimeout(timer),
    close: socket.close,
  };
}

/**
 * When in its turn a message is said, in turns: multiples of the golden section lie evenly wherever one looks, so a few
 * messages meet a poll's period everywhere.
 */
export function momentOf(turn: number): number {
  const part = (turn * golden) % 1;
  return turn + (part < 0 ? part + 1 : part);
}

const golden = (Math.sqrt(5) - 1) / 2;
