// Entry of the search thread: between two steps of indexing it listens, so that a search never waits long.
import { workerData } from 'node:worker_threads';
import { storageRefusal } from '../../node/openDatabase.ts';
import { expose } from '../../node/worker.ts';
import { type Answer, type Asked, createEngine } from './engine.ts';

export type SearchThread = { folder: string; me: string };
const { folder, me } = workerData as SearchThread;
const engine = createEngine(folder, me);
/** Grows whenever following must stop. */
let run = 0;

export type SearchFunctions = {
  /** Follows the history to its end; resolves when it is there, or was stopped. */
  follow(): Promise<void>;
  find(asked: Asked): Answer;
  /** Closes the files, until the next call. */
  release(): void;
};

const functions: SearchFunctions = {
  async follow(): Promise<void> {
    const mine = ++run;
    while (mine === run && engine.follow())
      await new Promise<void>((resolve) => setImmediate(resolve));
  },
  find: engine.find,
  release(): void {
    run++;
    engine.close();
  },
};
expose(functions, storageRefusal);
