// Sends what was scheduled when its time comes, in the name of who wrote it and by the same rules: they
// may be away. What waits is in the store, so a restart or a clock that jumps loses nothing.
import { uuidv7 } from 'uuidv7';
import { type ErrorCode, type Failure, fail } from '../src/shared/errors.ts';
import type { Log } from './log.ts';
import type { CommitQueue } from './store/commitQueue.ts';
import type { DueSchedule, Store } from './store/store.ts';

/** The wall clock may be set, and no timer can count beyond 2^31 ms: it is looked at least this often. */
const lookMs = 60_000;
/** How long what the server could not do is left alone; twice as long each time it could not again. */
const pauseMs = 1000;
/** Sent side by side: they share a commit. */
const together = 100;

/** Not the message's fault: it is tried again. Whatever else refuses it will do so the next time, too. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STORAGE_FULL',
  'STORAGE_BUSY',
  'STORAGE_DAMAGED',
  'RATE_LIMITED',
  'CLOSING',
]);

export type Scheduler = {
  /** What waits may have changed. */
  wake(): void;
  close(): Promise<void>;
};

/** Starts at once with what became due while nobody was here. `now`: the wall clock. */
export function createScheduler(
  store: Pick<Store, 'schedules' | 'team'>,
  queue: Pick<CommitQueue, 'add'>,
  log: Pick<Log, 'error'>,
  now: () => number = Date.now,
): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let woken = false;
  let closed = false;
  let pause = pauseMs;

  function wake(): void {
    woken = true;
    if (closed) return;
    clearTimeout(timer);
    running ??= run();
  }

  async function run(): Promise<void> {
    let wait: number | undefined;
    while (woken && !closed) {
      woken = false;
      wait = await round().catch((error: unknown) => rest(fail(error).error));
    }
    if (!closed && wait !== undefined) timer = setTimeout(wake, Math.min(wait, lookMs));
    // In the same turn as the last look at `woken`: who wakes from here on starts another run.
    running = undefined;
  }

  /** Sends what is due; answers how long until the next, ms; undefined when nothing waits. */
  async function round(): Promise<number | undefined> {
    const next = await store.schedules(together);
    const due = next.filter(({ at }) => at <= now());
    if (due.length === 0) return next[0] && Math.max(1, next[0].at - now());
    const troubles = (await Promise.all(due.map(send))).filter((trouble) => trouble !== undefined);
    if (troubles[0]) return rest(troubles[0]);
    pause = pauseMs;
    woken = true;
    return undefined;
  }

  /** Answers what keeps it from being sent or given up. */
  async function send({ id: schedule, user }: DueSchedule): Promise<Failure | undefined> {
    const args = { id: uuidv7(), schedule };
    const sent = await queue.add({ name: 'schedule.send', actor: user, args });
    if (sent.ok) return undefined;
    if (passing.has(sent.error.code)) return sent.error;
    const failed = { user, schedule, code: sent.error.code };
    const told = await queue.add({ name: 'schedule.fail', actor: store.team.id, args: failed });
    return told.ok ? undefined : told.error;
  }

  function rest(error: Failure): number {
    if (!closed) log.error({ error }, 'scheduled messages have to wait');
    const wait = pause;
    pause = Math.min(pause * 2, lookMs);
    return wait;
  }

  wake();
  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
