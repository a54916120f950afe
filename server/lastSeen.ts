// When devices were last connected: gathered here and written together, so that a thousand people
// coming back after a power cut are one commit and delay nobody's message.
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

const gatherMs = 1000;
/** A device is written at most this often: the list shows minutes. Milliseconds. */
const everyMs = 60_000;

export type LastSeen = ReturnType<typeof createLastSeen>;

export function createLastSeen(store: Pick<Store, 'seen'>, log: Pick<Log, 'error'>) {
  /** On the monotonic clock. */
  const noted = new Map<string, number>();
  let waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function write(): Promise<void> {
    timer = undefined;
    const batch = [...waiting];
    waiting = new Map();
    if (batch.length === 0) return;
    try {
      await store.seen(batch);
    } catch (error) {
      log.error({ error }, 'when devices were seen was not kept');
    }
  }

  return {
    /** This device came or went just now. */
    touch(device: string): void {
      const now = performance.now();
      if (closed || now - (noted.get(device) ?? -everyMs) < everyMs) return;
      noted.set(device, now);
      waiting.set(device, Date.now());
      timer ??= setTimeout(() => void write(), gatherMs);
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await write();
    },
  };
}
