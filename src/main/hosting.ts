// "Host a team here": the same server as lanline-server, in a process of its own, so that neither
// slows the other down. It lives as long as the app, whether or not a window is open.
import { fileURLToPath } from 'node:url';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { HostPort } from '../core/client.ts';
import { type Failure, Refusal, unwrap } from '../shared/errors.ts';
import type { Log } from './log.ts';
import type { FromServer, ToServer } from './serverMessages.ts';

export type Hosting = HostPort & {
  /** A team is hosted here now. */
  active: () => boolean;
};

type Address = { port: number; addresses: string[] };
type Running = {
  folder: string;
  process: UtilityProcess;
  ready: Promise<Address>;
  ended: Promise<void>;
  /** Only the end of a serving process is news; any other is told by start() or was asked for. */
  phase: 'starting' | 'serving' | 'stopping';
};

const stopWithinMs = 5_000;

/** `entry`: the built server process. When that dies by itself the core is told and decides. */
export function createHosting(options: { entry: URL; logFile: () => string; log: Log }): Hosting {
  const listeners = new Set<(failure: Failure) => void>();
  let running: Running | null = null;

  const ended = (server: Running, code: number): void => {
    if (running === server) running = null;
    if (server.phase !== 'serving') return;
    options.log('error', 'the hosted server ended by itself', { code });
    for (const tell of listeners)
      tell({ code: 'INTERNAL', message: `the server process ended with code ${code}` });
  };

  return {
    active: () => running !== null && running.phase !== 'stopping',
    async start(wanted) {
      const same = running?.folder === wanted.folder && running.phase !== 'stopping';
      if (running && same) return running.ready;
      if (running) await stop(running);
      running = launch(options, { type: 'start', ...wanted, logFile: options.logFile() }, ended);
      return running.ready;
    },
    async stop() {
      if (running) await stop(running);
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
  const ready = Promise.withResolvers<Address>();
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
      server.phase = 'serving';
      options.log('info', 'hosting', { port: message.port });
      ready.resolve({ port: message.port, addresses: message.addresses });
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
