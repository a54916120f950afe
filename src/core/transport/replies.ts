// Questions over a socket that wait for the frame with their number.
import { type Outcome, Refusal, unwrap } from '../../shared/errors.ts';
import { ACK_TIMEOUT_MS } from '../../shared/protocol.ts';

export function createReplies() {
  const waiting = new Map<number, (reply: Outcome<unknown>) => void>();
  let last = 0;

  return {
    /** Sends and waits for the value. Rejects with the refusal, TIMEOUT, or OFFLINE when the socket ends before. */
    async wait(name: string, send: (ref: number) => void): Promise<unknown> {
      const ref = ++last;
      const reply = Promise.withResolvers<Outcome<unknown>>();
      const late = new Refusal('TIMEOUT', `${name}: no answer`);
      const timer = setTimeout(() => reply.reject(late), ACK_TIMEOUT_MS);
      waiting.set(ref, reply.resolve);
      try {
        send(ref);
        return unwrap(await reply.promise);
      } finally {
        clearTimeout(timer);
        waiting.delete(ref);
      }
    },
    heard: (ref: number, reply: Outcome<unknown>): void => waiting.get(ref)?.(reply),
    close(): void {
      const error = { code: 'OFFLINE', message: 'the connection broke' } as const;
      for (const answer of waiting.values()) answer({ ok: false, error });
    },
  };
}
