// Hosting a team from this computer: the server runs in a process of its own, given by the host
// program; here is decided when it starts, on which port, and what happens when it dies.
import { join } from 'node:path';
import type { HostingState } from '../shared/rows.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import { backoffMs } from './backoff.ts';
import { DEFAULT_PORT } from '../shared/protocol.ts';

export type HostPort = {
  /** Starts the server on this folder, or finds it running; rejects with a `Refusal` (PORT_IN_USE, DATA_IN_USE, …). */
  start(options: {
    folder: string;
    team: string;
    port: number;
  }): Promise<{ port: number; addresses: string[] }>;
  stop(): Promise<void>;
  /** The server process died by itself. */
  onExit(listener: (failure: Failure) => void): () => void;
};

/** Ports tried for a new team when nobody named one: a second team on one computer is no error. */
const portsTried = 10;
/** A server that dies is started again, with growing pauses. */
const restart = { firstMs: 1000, capMs: 60_000 };

export type Hosting = ReturnType<typeof createHosting>;

export function createHosting(
  host: HostPort,
  folder: string,
  changed: (state: HostingState) => void,
) {
  let state: HostingState | null = null;
  let last: { team: string; port: number } | undefined;
  let deaths = 0;
  let timer: NodeJS.Timeout | undefined;

  function become(next: HostingState): void {
    state = next;
    changed(next);
  }

  async function startOn(team: string, ports: number[]): Promise<number> {
    become({ state: 'starting' });
    let failure = fail(new Refusal('PORT_IN_USE', 'no port to try')).error;
    for (const port of ports) {
      try {
        const running = await host.start({ folder: join(folder, 'server'), team, port });
        last = { team, port: running.port };
        become({ state: 'running', ...running });
        return running.port;
      } catch (error) {
        failure = fail(error).error;
        if (failure.code !== 'PORT_IN_USE') break;
      }
    }
    become({ state: 'failed', error: failure });
    throw new Refusal(failure.code, failure.message);
  }

  function again(): void {
    timer = setTimeout(() => void resumeLast().catch(again), backoffMs(deaths++, restart));
  }

  async function resumeLast(): Promise<void> {
    clearTimeout(timer);
    if (last && state?.state === 'failed') await startOn(last.team, [last.port]);
  }

  const forget = host.onExit((failure) => {
    if (!last || state?.state !== 'running') return;
    become({ state: 'failed', error: failure });
    again();
  });

  return {
    get state() {
      return state;
    },
    /** A new team; without a port, the first free one from the usual one on. Answers the port. */
    begin: (team: string, port: number | undefined): Promise<number> =>
      startOn(
        team,
        port === undefined
          ? Array.from({ length: portsTried }, (_, step) => DEFAULT_PORT + step)
          : [port],
      ),
    /** The team that was hosted before, on the port its people know. */
    resume: (team: string, port: number): Promise<number> => startOn(team, [port]),
    async retry(): Promise<void> {
      deaths = 0;
      await resumeLast();
    },
    /** Remembers what to start on `retry` although the first start failed. */
    remember(team: string, port: number): void {
      last = { team, port };
    },
    async stop(): Promise<void> {
      clearTimeout(timer);
      last = undefined;
      state = null;
      await host.stop();
    },
    close: forget,
  };
}
