// What a bot hears: the log, read from its own cursor. What the server pushes only wakes it, so the order is the log's and
// nothing is missed, by whichever way (delivery.md rule 10). What was being heard when it ended is heard again.
import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import { jsonFile } from '../core/jsonFile.ts';
import type { Log } from '../core/log.ts';
import type { Request } from '../core/transport/transport.ts';
import { Pos } from '../shared/entities.ts';
import { fail } from '../shared/errors.ts';
import { known, type WireEvent } from '../shared/events.ts';

const Kept = z.object({ epoch: z.string(), cursor: Pos });

export type ReadingParts = {
  request: Request;
  /** Where the cursor is kept. */
  file: string | undefined;
  /** Where to begin without one; now, unless told. */
  since: number | undefined;
  /** This connection cannot go on. */
  failed(error: unknown): void;
  log: Log;
};

type Hear = (event: never) => unknown;

export function createReading({ request, file, since, failed, log }: ReadingParts) {
  const kept =
    file === undefined
      ? undefined
      : jsonFile(file, Kept, (notice) => log('warn', 'cursor', notice));
  const hearers = new Map<string, Set<Hear>>();
  let at: z.infer<typeof Kept> | undefined = kept?.read();
  let me = '';
  let closed = false;
  let again = false;
  let running: Promise<void> | undefined;
  /** What a hearer does is known as such. */
  const within = new AsyncLocalStorage<boolean>();

  async function keep(epoch: string, cursor: number): Promise<void> {
    if (at?.epoch === epoch && at.cursor === cursor) return;
    at = { epoch, cursor };
    // Without it the same is heard again, which is better than not at all.
    await kept
      ?.write(at)
      .catch((error: unknown) => log('error', 'the cursor was not kept', fail(error).error));
  }

  async function begin(): Promise<void> {
    const server = await request('sync.resume', {});
    me = server.me;
    // Another log, from a backup: what was heard of the old one tells nothing of this one's positions.
    if (at && (at.epoch !== server.epoch || at.cursor > server.head)) {
      log('warn', 'another log: hearing goes on from now', {
        epoch: server.epoch,
        head: server.head,
      });
      at = undefined;
      await keep(server.epoch, server.head);
    }
    if (!at) await keep(server.epoch, Math.min(since ?? server.head, server.head));
  }

  async function tell(event: WireEvent): Promise<void> {
    const told = known(event) ?? event;
    for (const hear of [...(hearers.get(event.type) ?? []), ...(hearers.get('*') ?? [])]) {
      try {
        await within.run(true, () => hear(told as never));
      } catch (error) {
        log('error', 'a hearer failed', { type: event.type, pos: event.pos, ...fail(error).error });
      }
    }
  }

  async function read(): Promise<void> {
    do {
      again = false;
      for (let more = true; more && !closed;) {
        const { epoch = '', cursor = 0 } = at ?? {};
        const { events, next, head } = await request('sync.pull', { after: cursor });
        for (const event of events) {
          if (closed) return;
          await tell(event);
          // Meanwhile the server may have come back with another log.
          if (at?.epoch !== epoch) break;
          await keep(epoch, event.pos);
        }
        if (at?.epoch === epoch) await keep(epoch, next);
        more = at?.epoch !== epoch || next < head;
      }
    } while (again && !closed);
  }

  function wake(): void {
    again = true;
    if (!at || closed) return;
    running ??= read()
      .catch((error: unknown) => {
        // A connection that has ended is being made again already.
        if (!closed && fail(error).error.code !== 'OFFLINE') failed(error);
      })
      .finally(() => (running = undefined));
  }

  return {
    get me() {
      return me;
    },
    /** After every connect. */
    async resume(): Promise<void> {
      await begin();
      wake();
    },
    wake,
    on(type: string, hear: Hear): () => void {
      const found = hearers.get(type) ?? new Set<Hear>();
      hearers.set(type, found.add(hear));
      return () => void found.delete(hear);
    },
    /** Resolves when what is being heard has been; at once for the hearer itself, who would wait for themselves. */
    async close(): Promise<void> {
      closed = true;
      if (!within.getStore()) await running;
    },
  };
}
