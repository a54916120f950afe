// What the desktop app gives the core so that it can host, without processes: real servers in this one.
import { onTestFinished } from 'vitest';
import { createLog } from '../../server/log.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../server/server.ts';
import type { HostPort } from '../../src/core/hosting.ts';
import { Refusal } from '../../src/shared/errors.ts';

export type TestHost = HostPort & {
  /** Running now, by folder. */
  servers: Map<string, RunningServer>;
  /** Its process dies. */
  kill(folder: string): Promise<void>;
};

const storeWorker = new URL('../../server/store/worker.ts', import.meta.url);

/** Servers on loopback; all are closed when the test is over. */
export function testHost(given: Partial<ServerOptions> = {}): TestHost {
  const servers = new Map<string, RunningServer>();
  const listeners = new Set<Parameters<HostPort['onExit']>[0]>();

  async function stop(folder: string): Promise<void> {
    const server = servers.get(folder);
    servers.delete(folder);
    await server?.close();
  }
  onTestFinished(async () => {
    await Promise.all([...servers.keys()].map(stop));
  });

  return {
    servers,
    async start(order) {
      const server =
        servers.get(order.folder) ??
        (await createServer({
          host: '127.0.0.1',
          announce: false,
          insecure: false,
          storeWorker,
          log: createLog('silent'),
          ...given,
          ...order,
        }));
      servers.set(order.folder, server);
      const { port, addresses, pin } = server;
      if (pin === null) throw new Refusal('INTERNAL', 'a hosted server has a key');
      return { port, addresses, pin };
    },
    stop,
    onExit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async kill(folder) {
      await stop(folder);
      for (const tell of listeners) tell(folder, { code: 'INTERNAL', message: 'killed' });
    },
  };
}
