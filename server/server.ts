// The composition root: puts the parts together, starts them, and gives back how to stop them.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Team } from '../src/shared/entities.ts';
import { Refusal } from '../src/shared/errors.ts';
import { HEAD_INTERVAL_MS } from '../src/shared/protocol.ts';
import { reachableAddresses } from './addresses.ts';
import { createAuthenticate } from './auth.ts';
import { createDispatch } from './dispatch.ts';
import { lockFolder } from './folderLock.ts';
import type { Log } from './log.ts';
import { createMembership } from './membership.ts';
import { createPresence } from './presence.ts';
import { createCommitQueue } from './store/commitQueue.ts';
import { openSqliteStore } from './store/sqlite/store.ts';
import { createStream } from './stream.ts';
import { createHttpApp } from './transports/httpApp.ts';
import { createSocketIo } from './transports/socketIo.ts';

export type ServerOptions = {
  /** Where the team's database lives; made if missing. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
  /** Name of a team founded now; a team that exists keeps its own. */
  team: string;
  /** Listen beyond this computer without encryption; otherwise on loopback only. */
  insecure: boolean;
  /** Entry of the store's threads: `store/worker.ts`, or what it was built to. */
  storeWorker: URL;
  log: Log;
  /** The server cannot go on (its database thread died); it has already closed. */
  onFatal?: (error: Error) => void;
};

export type RunningServer = {
  port: number;
  addresses: string[];
  team: Team;
  close(): Promise<void>;
};

/** Starts a server. Throws a `Refusal`: DATA_IN_USE, DATA_UNWRITABLE, DATA_FROM_FUTURE, STORAGE_…, PORT_IN_USE. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { log } = options;
  const unlock = lockFolder(options.folder);
  const closers: (() => Promise<void> | void)[] = [unlock];
  let closing: Promise<void> | undefined;
  // In reverse order of starting, each once, also when one of them fails.
  const close = (): Promise<void> => (closing ??= closeAll(closers, log));

  try {
    const store = await openSqliteStore({
      folder: options.folder,
      team: options.team,
      worker: options.storeWorker,
      onCrash(error) {
        log.fatal({ error: error.message }, 'the database thread ended');
        void close().then(() => options.onFatal?.(error));
      },
    });
    closers.push(() => store.close());

    const membership = createMembership(await store.memberships());
    const stream = createStream(membership, store.head);
    const queue = createCommitQueue(store, (commit) => stream.publish(commit), log);
    closers.push(() => queue.close());
    const presence = createPresence(stream);
    closers.push(() => presence.close());
    const dispatch = createDispatch(store, queue, presence, stream, log);
    const authenticate = createAuthenticate(store);

    const app = createHttpApp({ store, stream, authenticate, dispatch, log });
    const serve = app.callback();
    const http = createHttpServer((request, response) => void serve(request, response));
    stream.add(createSocketIo({ http, authenticate, dispatch, membership, presence, stream }));
    closers.push(() => {
      // Open requests get a moment; a slow one must not keep the team's file locked.
      setTimeout(() => http.closeAllConnections(), 1000).unref();
      return stream.close();
    });
    const host = options.insecure ? '0.0.0.0' : '127.0.0.1';
    const port = await listen(http, options.port, host);

    const heartbeat = setInterval(
      () => stream.signal('everyone', { type: 'head', pos: stream.head }),
      HEAD_INTERVAL_MS,
    );
    closers.push(() => {
      clearInterval(heartbeat);
      stream.signal('everyone', { type: 'closing' });
    });
    log.info({ port, host, team: store.team.name, head: store.head }, 'listening');
    return { port, addresses: reachableAddresses(host, port), team: store.team, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(closers: (() => Promise<void> | void)[], log: Log): Promise<void> {
  for (const closer of closers.reverse()) {
    try {
      await closer();
    } catch (error) {
      log.error({ error: String(error) }, 'while closing');
    }
  }
  log.info('closed');
}

function listen(http: HttpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Refusal(
          'PORT_IN_USE',
          `cannot listen on ${host}:${port}: ${error.code ?? error.message}`,
        ),
      );
    });
    http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
  });
}
