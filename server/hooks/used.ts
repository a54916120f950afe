// When something last came by incoming hooks: gathered and written together, like `lastSeen.ts`.
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

const gatherMs = 1000;

export type HooksUsed = ReturnType<typeof createHooksUsed>;

export function createHooksUsed(store: Pick<Store, 'hooksUsed'>, log: Pick<Log, 'error'>) {
  let waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function write(): Promise<void> {
    timer = undefined;
    const batch = [...waiting];
    waiting = new Map();
    if (batch.length === 0) return;
    try {
      await store.hooksUsed(batch);
    } catch (error) {
      log.error({ error }, 'when hooks were used was not kept');
    }
  }

  return {
    touch(hook: string): void {
      if (closed) return;
      waiting.set(hook, Date.now());
      timer ??= setTimeout(() => void write(), gatherMs);
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await write();
    },
  };
}
