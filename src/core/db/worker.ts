// Entry of the database thread.
import { workerData } from 'node:worker_threads';
import { storageRefusal } from '../../node/openDatabase.ts';
import { expose } from '../../node/worker.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Database, openDatabase } from './database.ts';

export type DatabaseThread = { folder: string; me: string };
const { folder, me } = workerData as DatabaseThread;
let database: Database | undefined;

export type DatabaseFunctions = {
  open(): void;
  /** Runs one of the database's functions by name. */
  run<N extends keyof Database>(name: N, ...args: Parameters<Database[N]>): ReturnType<Database[N]>;
};

expose(
  {
    // On the first call and not at load, so that a refusal reaches whoever asked.
    open(): void {
      database = openDatabase(folder, me);
    },
    run(name: keyof Database, ...args: unknown[]): unknown {
      if (!database) throw new Refusal('CLOSING', 'the database is not open');
      return (database[name] as (...all: unknown[]) => unknown)(...args);
    },
  },
  storageRefusal,
);
