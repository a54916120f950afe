// The only retrier: sends what waits, in order within a conversation, with the same id each time
// (delivery.md rules 1, 2 and 5).
import { setTimeout as delay } from 'node:timers/promises';
import type { MessageRow } from '../shared/timelineRows.ts';
import { type ErrorCode, fail, isPermanent } from '../shared/errors.ts';
import { backoffMs } from './backoff.ts';
import type { OutboxCommand } from './db/outbox.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import type { Request } from './transport/transport.ts';

const retry = { firstMs: 1000, capMs: 60_000 };

/** The server has answered that it kept nothing; after silence it may have. */
const refusedUnkept = (code: ErrorCode): boolean => code !== 'TIMEOUT' && code !== 'OFFLINE';

export type OutboxParts = {
  db: RunDatabase;
  request: Request;
  /** A command's row changed: kept, or failed. */
  changed(conversation: string, row: MessageRow | undefined): void;
  log: Log;
};

export function createOutbox({ db, request, changed, log }: OutboxParts) {
  const running = new Set<string>();
  const unsure = new Set<string>();
  /** Asked for while their lane was on its way out. */
  const again = new Set<string>();
  /** Ends every pause and every lane when the connection goes or the app closes. */
  let session: AbortController | undefined;

  /** Sends a conversation's commands one after the other; the next leaves when the one before is answered. */
  async function runLane(conversation: string, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      const pause = await step(conversation, attempt);
      if (pause === 'done') return;
      if (pause === undefined) attempt = 0;
      else {
        attempt++;
        await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Sends the next command; a database that cannot answer now is asked again later, like the server. */
  async function step(conversation: string, attempt: number): Promise<number | undefined | 'done'> {
    try {
      const command = await db('nextCommand', conversation);
      return command ? await send(command, attempt) : 'done';
    } catch (error) {
      log('error', 'outbox not readable', fail(error).error);
      return Math.max(100, backoffMs(attempt, retry));
    }
  }

  /** Milliseconds to wait before the next try, or undefined when this command is through, one way or the other. */
  async function send(
    { id, conversation, name, input }: OutboxCommand,
    attempt: number,
  ): Promise<number | undefined> {
    try {
      unsure.add(id);
      const { seq } = await request(name, input);
      unsure.delete(id);
      changed(conversation, await db('acknowledge', id, seq));
      return undefined;
    } catch (thrown) {
      const { error } = fail(thrown);
      log('info', 'not sent', { id, code: error.code, reason: error.message });
      if (refusedUnkept(error.code)) unsure.delete(id);
      if (!isPermanent(error.code))
        return error.retryAfterMs ?? Math.max(100, backoffMs(attempt, retry));
      changed(conversation, await db('refuse', id, error));
      return undefined;
    }
  }

  function kick(conversation: string): void {
    const signal = session?.signal;
    if (!signal) return;
    if (running.has(conversation)) return void again.add(conversation);
    running.add(conversation);
    void runLane(conversation, signal)
      .catch((error: unknown) => log('error', 'outbox lane stopped', fail(error).error))
      .finally(() => {
        running.delete(conversation);
        // Something was added, or the connection replaced, between the lane's last look and here.
        if (again.delete(conversation)) kick(conversation);
      });
  }

  return {
    /** Connected: everything that waits may go. */
    async start(): Promise<void> {
      session?.abort();
      session = new AbortController();
      for (const conversation of await db('lanes')) kick(conversation);
    },
    stop(): void {
      session?.abort();
      session = undefined;
    },
    /** There is something new in this conversation. */
    kick,
    /** It has left this computer and nobody knows yet whether it arrived: it cannot be taken back. */
    mayHaveArrived: (id: string): boolean => unsure.has(id),
  };
}
