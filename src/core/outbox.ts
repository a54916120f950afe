// The only retrier: sends what waits, in order within a lane, with the same id each time
// (delivery.md rules 1, 2 and 5). A lane is a conversation, one's own or the team's among them.
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, fail, type Failure, isPermanent, Refusal } from '../shared/errors.ts';
import { backoffMs } from './backoff.ts';
import type { Effect } from './db/database.ts';
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
  /** A command is kept, or failed: what is shown of it changed. */
  changed(effect: Effect): Promise<void>;
  /** Refused for good, and nothing is left of it where a person could see it. */
  dropped(failure: Failure): void;
  log: Log;
};

export function createOutbox({ db, request, changed, dropped, log }: OutboxParts) {
  const running = new Set<string>();
  const unsure = new Set<string>();
  /** Commands that somebody is changing just now, until they are through with it. */
  const held = new Map<string, Promise<unknown>>();
  /** Asked for while their lane was on its way out. */
  const again = new Set<string>();
  /** Ends every pause and every lane when the connection goes or the app closes. */
  let session: AbortController | undefined;

  /** Sends a lane's commands one after the other; the next leaves when the one before is answered. */
  async function runLane(lane: string, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      const pause = await step(lane, attempt);
      if (pause === 'done') return;
      if (pause === undefined) attempt = 0;
      else {
        attempt++;
        await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Sends the next command; a database that cannot answer now is asked again later, like the server. */
  async function step(lane: string, attempt: number): Promise<number | undefined | 'done'> {
    try {
      const command = await db('nextCommand', lane);
      if (!command) return 'done';
      const holding = held.get(command.id);
      if (!holding) return await send(command, attempt);
      await holding.catch(() => undefined);
      return undefined;
    } catch (error) {
      log('error', 'outbox not readable', fail(error).error);
      return Math.max(100, backoffMs(attempt, retry));
    }
  }

  /** Milliseconds to wait before the next try, or undefined when this command is through, one way or the other. */
  async function send(
    { id, name, input }: OutboxCommand,
    attempt: number,
  ): Promise<number | undefined> {
    try {
      unsure.add(id);
      const landed = await request(name, input);
      unsure.delete(id);
      await changed(await db('acknowledge', id, landed));
      return undefined;
    } catch (thrown) {
      const { error } = fail(thrown);
      log('info', 'not sent', { id, name, code: error.code, reason: error.message });
      if (refusedUnkept(error.code)) unsure.delete(id);
      if (!isPermanent(error.code))
        return error.retryAfterMs ?? Math.max(100, backoffMs(attempt, retry));
      await changed(await db('refuse', id, error));
      // Where somebody has read to is nothing they did on purpose.
      if (name !== 'thread.read' && !(await db('command', id))) dropped(error);
      return undefined;
    }
  }

  function kick(lane: string): void {
    const signal = session?.signal;
    if (!signal) return;
    if (running.has(lane)) return void again.add(lane);
    running.add(lane);
    void runLane(lane, signal)
      .catch((error: unknown) => log('error', 'outbox lane stopped', fail(error).error))
      .finally(() => {
        running.delete(lane);
        // Something was added, or the connection replaced, between the lane's last look and here.
        if (again.delete(lane)) kick(lane);
      });
  }

  return {
    /** Connected: everything that waits may go. */
    async start(): Promise<void> {
      session?.abort();
      session = new AbortController();
      for (const lane of await db('lanes')) kick(lane);
    },
    stop(): void {
      session?.abort();
      session = undefined;
    },
    /** There is something new in this lane. */
    kick,
    /**
     * Changes a command while it cannot leave. Throws NOT_FOUND for one that has left this computer: nobody knows yet
     * whether it arrived, so it cannot be taken back.
     */
    async hold<T>(id: string, change: () => Promise<T>): Promise<T> {
      if (unsure.has(id)) throw new Refusal('NOT_FOUND', 'on its way');
      const changing = (held.get(id) ?? Promise.resolve()).catch(() => undefined).then(change);
      held.set(id, changing);
      try {
        return await changing;
      } finally {
        if (held.get(id) === changing) held.delete(id);
      }
    },
  };
}
