// What a bot says: each message with one id through all its tries, in order in each conversation.
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { backoffMs } from '../core/backoff.ts';
import type { Request } from '../core/transport/transport.ts';
import type { CommandInput } from '../shared/commands.ts';
import { fail, isPermanent, Refusal } from '../shared/errors.ts';
import type { Landed } from '../shared/events.ts';

const retry = { firstMs: 1000, capMs: 60_000 };

type Message = Omit<CommandInput<'message.send'>, 'id'>;

export function createSending(request: Request) {
  const turns = new Map<string, Promise<unknown>>();
  const ended = new AbortController();
  /** Ends the pauses, because the server is there again. */
  let back = new AbortController();

  async function untilKept(message: Message): Promise<Landed> {
    const input = { ...message, id: uuidv7() };
    for (let attempt = 0; ; attempt++) {
      if (ended.signal.aborted) throw new Refusal('CLOSING', 'the bot was closed');
      try {
        return await request('message.send', input);
      } catch (error) {
        const { code, retryAfterMs } = fail(error).error;
        if (isPermanent(code)) throw error;
        const signal = retryAfterMs === undefined ? back.signal : ended.signal;
        await delay(retryAfterMs ?? Math.max(100, backoffMs(attempt, retry)), undefined, {
          signal,
        }).catch(() => undefined);
      }
    }
  }

  return {
    send(message: Message): Promise<Landed> {
      const { conversation } = message;
      const before = turns.get(conversation) ?? Promise.resolve();
      const sent = before.catch(() => undefined).then(() => untilKept(message));
      turns.set(conversation, sent);
      void sent
        .catch(() => undefined)
        .finally(() => turns.get(conversation) === sent && turns.delete(conversation));
      return sent;
    },
    /** The server is there. */
    go(): void {
      back.abort();
      back = new AbortController();
    },
    close(): void {
      ended.abort();
      back.abort();
    },
  };
}
