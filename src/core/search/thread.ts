// Search as the core calls it, on a thread of its own: neither the window nor the database waits for an index.
// The thread starts when it is needed: a while after the team was opened, or at the first search.
import { startWorker, type WorkerHandle } from '../../node/worker.ts';
import { fail } from '../../shared/errors.ts';
import type { RunDatabase } from '../db/thread.ts';
import type { Log } from '../log.ts';
import type { Answer, Asked } from './engine.ts';
import type { SearchFunctions, SearchThread } from './worker.ts';

/** Opening a team comes first. */
const startAfterMs = 3000;
/** What arrives within this time is taken in together. */
const gatherMs = 150;

/** What puts events or people into the history. */
const writes: ReadonlySet<string> = new Set<Parameters<RunDatabase>[0]>([
  'apply',
  'takeSnapshot',
  'openConversation',
  'prepend',
]);

export type Search = ReturnType<typeof createSearch>;

export function createSearch(entry: URL, data: SearchThread, log: Log) {
  let worker: WorkerHandle<SearchFunctions> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let following = false;
  let again = false;
  let closed = false;
  /** Grows with every new question: an older one that goes on looking is over. */
  let asking = 0;
  const openedAt = Date.now();

  function thread(): WorkerHandle<SearchFunctions> {
    worker ??= startWorker<SearchFunctions>(entry, data, (error) => {
      log('error', 'the search thread ended', { error: error.message });
      worker = undefined;
      following = false;
    });
    return worker;
  }

  async function follow(): Promise<void> {
    timer = undefined;
    if (following || closed) {
      again = following;
      return;
    }
    following = true;
    try {
      await thread().call('follow');
    } catch (error) {
      const { code, message } = fail(error).error;
      // Tried again when the next message has come, or somebody searches.
      if (code !== 'CLOSING') log('warn', 'not indexed', { code, message });
    } finally {
      following = false;
    }
    if (again) stored();
  }

  /** Something has been put into the history. */
  function stored(): void {
    again = following;
    if (following || closed) return;
    const wait = Math.max(gatherMs, openedAt + startAfterMs - Date.now());
    timer ??= setTimeout(() => void follow(), worker ? gatherMs : wait).unref();
  }

  stored();
  return {
    stored,
    /** Looks until something is found, or there is nothing more; a new question ends what is still looking. */
    async find(asked: Asked): Promise<Answer> {
      const mine = asked.next === null ? ++asking : asking;
      clearTimeout(timer);
      void follow();
      let answer = await thread().call('find', asked);
      while (answer.found.length === 0 && answer.next !== null && mine === asking)
        answer = await thread().call('find', { ...asked, next: answer.next });
      return answer;
    },
    /** Lets go of the history's file, which is about to be replaced. */
    async release(): Promise<void> {
      await worker?.call('release').catch(() => undefined);
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      const open = worker;
      worker = undefined;
      // A step that is cut off is undone by the file itself.
      await open?.call('release').catch(() => undefined);
      await open?.stop();
    },
  };
}

/** The database, with search told of what is stored, and asked to let go of a history that is replaced. */
export const heardBySearch =
  (run: RunDatabase, search: Search): RunDatabase =>
  async (name, ...args) => {
    if (name === 'follow') await search.release();
    const answer = await run(name, ...args);
    if (writes.has(name)) search.stored();
    return answer;
  };
