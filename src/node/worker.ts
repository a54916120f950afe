// A worker thread called like an object: used by the server's store and by the client's database.
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { fail, type Outcome, Refusal, succeed, unwrap } from '../shared/errors.ts';

type Functions = Record<string, (...args: never[]) => unknown>;

export type WorkerHandle<F extends Functions> = {
  /** Runs a function in the thread; rejects with the `Refusal` it threw there. */
  call<N extends keyof F & string>(
    name: N,
    ...args: Parameters<F[N]>
  ): Promise<Awaited<ReturnType<F[N]>>>;
  /** Ends the thread. Ask it to close its files first: what it still does is cut off. */
  stop(): Promise<void>;
};

/**
 * Starts the module at `url` as a thread; it must call `expose`. `onCrash` hears of an end that nobody asked for,
 * and every call still open then rejects.
 */
export function startWorker<F extends Functions>(
  url: URL,
  data: unknown,
  onCrash: (error: Error) => void,
): WorkerHandle<F> {
  const worker = new Worker(url, { workerData: data, ...withCompiled() });
  const rpc = createBirpc<
    Record<string, (...args: unknown[]) => Promise<Outcome<unknown>>>,
    object,
    false
  >(
    {},
    {
      post: (message) => worker.postMessage(message),
      // Without a result: birpc would await it, and a call made in the turn of a stop would be forgotten.
      on: (receive) => void worker.on('message', receive),
      // A slow disk is not an error: whoever asks decides how long to wait.
      timeout: -1,
      proxify: false,
    },
  );
  let stopping = false;
  let crash: Error | undefined;
  const ended = (error: Error): void => {
    if (stopping || crash) return;
    crash = error;
    rpc.$close(new Refusal('INTERNAL', `worker ended: ${error.message}`));
    onCrash(error);
  };
  worker.on('error', ended);
  worker.on('exit', (code) => ended(new Error(`exit code ${code}`)));

  return {
    async call(name, ...args) {
      if (stopping || crash) throw new Refusal('CLOSING', 'the database thread has ended');
      // The thread answers what `expose` made of F[name]: its result, wrapped in an Outcome.
      return unwrap(await rpc.$call(name, ...args)) as never;
    },
    async stop() {
      stopping = true;
      rpc.$close(new Refusal('CLOSING', 'closing'));
      await worker.terminate();
    },
  };
}

/** Where this process keeps what it compiled, a thread finds its own, too; it does not ask for that by itself. */
function withCompiled(): { env?: NodeJS.ProcessEnv } {
  const own = getCompileCacheDir();
  // The folder that was asked for has one in it for each version.
  return own === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: dirname(own) } };
}

/** In the thread: makes `functions` callable. Errors travel as outcomes, because a clone of an Error loses its code. */
export function expose(functions: Functions, translate: (error: unknown) => unknown): void {
  const port = parentPort;
  if (!port) throw new Error('expose() is for worker threads');
  const wrapped = Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      async (...args: never[]): Promise<Outcome<unknown>> => {
        try {
          return succeed(await run(...args));
        } catch (error) {
          return fail(translate(error));
        }
      },
    ]),
  );
  createBirpc(wrapped, {
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  });
}
