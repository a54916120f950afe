// "Host a team here": the same server as lanline-server, each team's in a process of its own, so
// that none slows another or the window down. They live as long as the app, whether or not a window
// is open.
import { fileURLToPath } from 'node:url';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { HostedServer, HostOrder, HostPort } from '../core/client.ts';
import { type Failure, Refusal, unwrap } from '../shared/errors.ts';
import type { Log } from './log.ts';
import type { FromServer, ToServer } from './serverMessages.ts';

export type Hosting = HostPort & {
  /** A team is hosted here now. */
  active: () => boolean;
};

type Running = {
  folder: string;
  process: UtilityProcess;
  ready: Promise<HostedServer>;
  ended: Promise<void>;
  /** Only the end of a serving process is news; any other is told by start() or was asked for. */
  phase: 'starting' | 'serving' | 'stopping';
};

const stopWithinMs = 5_000;

/** `entry`: the built server process. When one dies by itself the core is told and decides. */
export function createHosting(options: {
  entry: URL;
  logFile: () => string;
  /** Whether the servers make themselves known on the network. */
  announce: boolean;
  log: Log;
}): Hosting {
  const listeners = new Set<(folder: string, failure: Failure) => void>();
  const servers = new Map<string, Running>();

  const ended = (server: Running, code: number): void => {
    if (servers.get(server.folder) === server) servers.delete(server.folder);
    if (server.phase !== 'serving') return;
    options.log('error', 'a hosted server ended by itself', { code });
    const message = `the server process ended with code ${code}`;
    for (const tell of listeners) tell(server.folder, { code: 'INTERNAL', message });
  };

  async function start(order: HostOrder): Promise<HostedServer> {
    const there = servers.get(order.folder);
    if (there && there.phase !== 'stopping') return there.ready;
    if (there) {
      await stop(there);
      return start(order);
    }
    const { announce } = options;
    const message = { type: 'start', ...order, announce, logFile: options.logFile() } as const;
    const server = launch(options, message, ended);
    servers.set(order.folder, server);
    return server.ready;
  }

  return {
    active: () => [...servers.values()].some(({ phase }) => phase !== 'stopping'),
    start,
    async stop(folder) {
      const server = servers.get(folder);
      if (server) await stop(server);
    },
    onExit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function launch(
  options: { entry: URL; log: Log },
  start: ToServer & { type: 'start' },
  ended: (server: Running, code: number) => void,
): Running {
  const child = utilityProcess.fork(fileURLToPath(options.entry), [], {
    serviceName: 'Lanline server',
    stdio: 'inherit',
  });
  const ready = Promise.withResolvers<HostedServer>();
  const gone = Promise.withResolvers<void>();
  const server: Running = {
    folder: start.folder,
    process: child,
    ready: ready.promise,
    ended: gone.promise,
    phase: 'starting',
  };
  // Whoever started it hears of a failure; nobody else needs to.
  ready.promise.catch(() => {});

  child.on('message', (message: FromServer) => {
    if (message.type === 'ready') {
      const { port, addresses, pin } = message;
      server.phase = 'serving';
      options.log('info', 'hosting', { port });
      ready.resolve({ port, addresses, pin });
      return;
    }
    server.phase = 'stopping';
    ready.reject(asRefusal(message.failure));
  });
  child.once('exit', (code) => {
    ready.reject(
      new Refusal('INTERNAL', `the server process ended with code ${code} before it was ready`),
    );
    gone.resolve();
    ended(server, code);
  });
  child.postMessage(start);
  return server;
}

async function stop(server: Running): Promise<void> {
  server.phase = 'stopping';
  server.process.postMessage({ type: 'stop' } satisfies ToServer);
  const late = setTimeout(() => server.process.kill(), stopWithinMs);
  await server.ended;
  clearTimeout(late);
}

function asRefusal(failure: Failure): unknown {
  try {
    return unwrap({ ok: false, error: failure });
  } catch (refusal) {
    return refusal;
  }
}
