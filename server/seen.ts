// How far others have read, told to those in the conversation: gathered for a second, because whoever
// comes back reads a dozen messages in one. Only of those who show it, and only to them.
import type { Log } from './log.ts';
import type { PersonalSignal } from './store/tx.ts';
import type { Store } from './store/store.ts';
import type { Stream } from './stream.ts';

const gatherMs = 1000;

export function createSeen(
  store: Pick<Store, 'readers'>,
  stream: Pick<Stream, 'signal'>,
  log: Pick<Log, 'error'>,
) {
  /** Per conversation, how far each has read since it was last told. */
  let gathered = new Map<string, Map<string, number>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function tell(): void {
    timer = undefined;
    const told = gathered;
    gathered = new Map();
    for (const [conversation, marks] of told)
      tellOne(conversation, marks).catch((error: unknown) => {
        if (!closed) log.error({ error }, 'who has read was not told');
      });
  }

  async function tellOne(conversation: string, marks: Map<string, number>): Promise<void> {
    const readers = await store.readers(conversation);
    if (closed || !readers) return;
    const seen = [...marks].filter(([user]) => readers.showing.includes(user));
    if (seen.length > 0)
      stream.signal({ conversation, except: readers.hiding }, { type: 'seen', conversation, seen });
  }

  return {
    /** These went out to the devices of whoever read. */
    note(signals: PersonalSignal[]): void {
      for (const { user, signal } of signals) {
        if (signal.type !== 'read' || closed) continue;
        const marks = gathered.get(signal.conversation) ?? new Map<string, number>();
        gathered.set(signal.conversation, marks.set(user, signal.seq));
        timer ??= setTimeout(tell, gatherMs);
      }
    },
    close(): void {
      closed = true;
      clearTimeout(timer);
    },
  };
}
