// Speaking by POST, for the ways that only listen: commands, and what passes by.
import { commands } from '../../shared/commands.ts';
import { fail, type Failure, Refusal } from '../../shared/errors.ts';
import type { ClientSignal } from '../../shared/events.ts';
import type { Asker } from './asker.ts';
import type { Request } from './transport.ts';

/** Questions under way at once; more of them would each want a connection. */
const mostAtOnce = 6;
/** Signals that may wait for those before them. */
const mostSignals = 8;
/** Said by the way there, and not by the server. */
const broken: readonly string[] = ['UNREACHABLE', 'NOT_LANLINE', 'KEY_CHANGED'];

export type Speaking = {
  request: Request;
  signal(signal: ClientSignal): void;
};

/** `failed` hears what shows that the way is gone: the question itself ends with OFFLINE. */
export function createSpeaking(asker: Asker, failed: (why: Failure) => void): Speaking {
  const inTurn = createTurns(mostAtOnce);
  let signals = 0;
  let before: Promise<unknown> = Promise.resolve();

  async function command(name: string, input: unknown): Promise<unknown> {
    try {
      return await asker.value('/api/v1/commands', { method: 'POST', body: { name, input } });
    } catch (error) {
      const failure = fail(error).error;
      if (!broken.includes(failure.code)) throw error;
      failed(failure);
      // Whether it was kept is not known.
      throw new Refusal('OFFLINE', failure.message);
    }
  }

  return {
    async request(name, input) {
      const value = await inTurn(() => command(name, input));
      const checked = commands[name].output.safeParse(value);
      if (!checked.success)
        throw new Refusal('NOT_LANLINE', `${name}: the server's answer is not understood`);
      return checked.data as never;
    },
    signal(signal) {
      if (signal.type === 'typing' && signals >= mostSignals) return;
      signals++;
      const ask = () => asker.value('/api/v1/signals', { method: 'POST', body: signal });
      // One after the other: an end must not overtake its beginning. Lost ones are no loss.
      before = before
        .then(ask)
        .catch(() => undefined)
        .finally(() => void signals--);
    },
  };
}

function createTurns(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed on.
      if (next) next();
      else running--;
    }
  };
}
