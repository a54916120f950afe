// How far outgoing hooks have come, gathered and written together. What was not yet written when the
// server died is sent once more, with the same delivery id.
import type { Log } from '../log.ts';
import type { HookProgress, Store } from '../store/store.ts';

const gatherMs = 1000;

export type Progress = ReturnType<typeof createProgress>;

export function createProgress(store: Pick<Store, 'hooksAdvanced'>, log: Pick<Log, 'error'>) {
  let waiting = new Map<string, HookProgress>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** What was gathered first stands first. */
  function gather(to: Map<string, HookProgress>, later: HookProgress): void {
    const before = to.get(later.hook);
    to.set(later.hook, {
      ...later,
      usedAt: later.usedAt ?? before?.usedAt ?? null,
      dead: [...(before?.dead ?? []), ...later.dead],
      settled: [...(before?.settled ?? []), ...later.settled],
    });
  }

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = new Map();
    if (batch.size === 0) return;
    try {
      await store.hooksAdvanced([...batch.values()]);
    } catch (error) {
      log.error({ error }, 'how far hooks have come was not kept');
      for (const newer of waiting.values()) gather(batch, newer);
      waiting = batch;
      if (!closed) timer ??= setTimeout(() => void write(), gatherMs);
    }
  }

  return {
    /** Written within a second. */
    note(progress: HookProgress): void {
      gather(waiting, progress);
      timer ??= setTimeout(() => void write(), gatherMs);
    },
    /** Writes what waits now. */
    write,
    async close(): Promise<void> {
      closed = true;
      await write();
    },
  };
}
