// Servers and load run in processes of their own, so that neither is measured with the other.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createBirpc } from 'birpc';

type Functions = Record<string, (...args: never[]) => unknown>;

export type Remote<F extends Functions> = {
  call<N extends keyof F & string>(
    name: N,
    ...args: Parameters<F[N]>
  ): Promise<Awaited<ReturnType<F[N]>>>;
  /** Ends the process. */
  stop(): Promise<void>;
};

/** Starts the module at `url`, which must call `serveParent`. */
export function startProcess<F extends Functions>(
  url: URL,
  args: string[] = [],
  execArgv: string[] = [],
): Remote<F> {
  const child = fork(url, args, { execArgv, serialization: 'advanced' });
  const rpc = createBirpc<Record<string, (...args: unknown[]) => unknown>, object, false>(
    {},
    {
      post: (message) => void child.send(message),
      on: (receive) => void child.on('message', receive),
      timeout: -1,
      proxify: false,
    },
  );
  child.once('exit', (code, signal) => {
    rpc.$close(new Error(`${url.pathname} ended with ${code ?? signal}`));
  });
  return {
    call: async (name, ...args) => (await rpc.$call(name, ...args)) as never,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // Without its parent it ends by itself; what does not is ended.
      child.disconnect();
      const deadline = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(deadline);
    },
  };
}

/** In the process: answers its parent, and calls `close` when the parent is gone. */
export function serveParent(functions: Functions, close: () => unknown): void {
  createBirpc(functions, {
    post: (message) => void process.send?.(message),
    on: (receive) => void process.on('message', receive),
  });
  process.once('disconnect', () => {
    void Promise.resolve(close()).finally(() => process.exit());
  });
}
