// When devices were last connected.
import { createGathered } from './gathered.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** A device is written at most this often: the list shows minutes. Milliseconds. */
const everyMs = 60_000;

export type LastSeen = ReturnType<typeof createLastSeen>;

export function createLastSeen(store: Pick<Store, 'seen'>, log: Pick<Log, 'error'>) {
  /** On the monotonic clock. */
  const noted = new Map<string, number>();
  const gathered = createGathered(
    (batch) => store.seen(batch),
    'when devices were seen was not kept',
    log,
  );
  return {
    /** This device came or went just now. */
    touch(device: string): void {
      const now = performance.now();
      if (now - (noted.get(device) ?? -everyMs) < everyMs) return;
      noted.set(device, now);
      gathered.touch(device);
    },
    close: gathered.close,
  };
}
