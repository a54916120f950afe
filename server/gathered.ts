// When things last happened, by id: gathered for a second and written together, so that a thousand people coming back
// after a power cut are one commit and delay nobody's message.
import type { Log } from './log.ts';

const gatherMs = 1000;

/** `write` keeps pairs of id and time, ms since 1970. What it throws is logged as `failed`, and the batch is lost. */
export function createGathered(
  write: (batch: [id: string, at: number][]) => Promise<void>,
  failed: string,
  log: Pick<Log, 'error'>,
) {
  let waiting = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function flush(): Promise<void> {
    timer = undefined;
    const batch = [...waiting];
    waiting = new Map();
    if (batch.length === 0) return;
    try {
      await write(batch);
    } catch (error) {
      log.error({ error }, failed);
    }
  }

  return {
    /** It happened just now. */
    touch(id: string): void {
      if (closed) return;
      waiting.set(id, Date.now());
      timer ??= setTimeout(() => void flush(), gatherMs);
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await flush();
    },
  };
}
