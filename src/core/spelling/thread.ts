// The spelling thread's life: started by the first word, ended when nobody wrote for a while. Whatever a
// dictionary does to it, the others are asked again in a new one.
import { startWorker, type WorkerHandle } from '../../node/worker.ts';
import type { Log } from '../log.ts';
import { within } from '../transport/bounded.ts';
import type { Dictionary } from './dictionaries.ts';
import type { SpellingFunctions } from './worker.ts';

/** The slowest known takes a second. */
const longestLoadMs = 30_000;
const longestAnswerMs = 10_000;
const idleMs = 5 * 60_000;

export type ThreadParts = {
  worker: URL;
  /** It could not be loaded, and must not be given again. */
  faulty(dictionary: Dictionary, error: unknown): void;
  log: Log;
};

export function createThread({ worker, faulty, log }: ThreadParts) {
  let handle: WorkerHandle<SpellingFunctions> | undefined;
  const loaded = new Set<string>();
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  /** One question after the other. */
  let last: Promise<unknown> = Promise.resolve();

  function start(): WorkerHandle<SpellingFunctions> {
    const mine = startWorker<SpellingFunctions>(worker, null, (error) => {
      log('error', 'the spelling thread ended', { error: String(error) });
      if (handle === mine) forget();
    });
    return mine;
  }

  function forget(): void {
    handle = undefined;
    loaded.clear();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = handle;
    forget();
    await ending?.stop();
  }

  /** Answers the word lists of those that are in memory then; the others are told to `faulty`. */
  async function load(dictionaries: Dictionary[]): Promise<string[]> {
    const good: Dictionary[] = [];
    for (const dictionary of dictionaries) {
      try {
        if (!loaded.has(dictionary.dic))
          await within(longestLoadMs, asking().call('load', dictionary), 'it took too long');
        loaded.add(dictionary.dic);
        good.push(dictionary);
      } catch (error) {
        if (closed) break;
        faulty(dictionary, error);
        // It may still be at it, or have ended; what was good is loaded again.
        await stop();
        return load(dictionaries.filter((one) => one !== dictionary));
      }
    }
    return good.map(({ dic }) => dic);
  }

  function asking(): WorkerHandle<SpellingFunctions> {
    handle ??= start();
    return handle;
  }

  async function ask<T>(
    dictionaries: Dictionary[],
    question: (thread: WorkerHandle<SpellingFunctions>, files: string[]) => Promise<T>,
    nothing: T,
  ): Promise<T> {
    clearTimeout(idle);
    try {
      const files = await load(dictionaries);
      if (closed || files.length === 0) return nothing;
      await asking().call('keep', files);
      for (const file of loaded) if (!files.includes(file)) loaded.delete(file);
      return await within(longestAnswerMs, question(asking(), files), 'it took too long');
    } catch (error) {
      if (closed) return nothing;
      log('warn', 'no answer about the spelling', { error: String(error) });
      await stop();
      return nothing;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(() => void stop(), idleMs).unref();
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine;
    return mine;
  }

  return {
    /** All of them are in memory. */
    isReady: (dictionaries: Dictionary[]): boolean =>
      dictionaries.every(({ dic }) => loaded.has(dic)),
    check: (words: string[], dictionaries: Dictionary[]): Promise<string[]> =>
      inTurn(() => ask(dictionaries, (it, files) => it.call('check', words, files), [])),
    suggest: (word: string, dictionaries: Dictionary[]): Promise<string[]> =>
      inTurn(() => ask(dictionaries, (it, files) => it.call('suggest', word, files), [])),
    /** Gives the memory back, until the next question. */
    release: (): Promise<void> => inTurn(stop),
    async close(): Promise<void> {
      closed = true;
      await stop();
    },
  };
}
