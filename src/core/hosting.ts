// Hosting a team from this computer: the server runs in a process of its own, given by the host
// program; here is decided when it starts, on which port, and what happens when it dies.
import type { DoorPolicy } from '../shared/entities.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import { DEFAULT_PORT } from '../shared/protocol.ts';
import type { HostingState } from '../shared/rows.ts';
import type { Pin } from '../shared/trust.ts';
import { backoffMs } from './backoff.ts';

export type HostOrder = {
  /** The server's data folder, absolute: what one server is known by. */
  folder: string;
  /** The team's name, for a folder that holds none yet. */
  team: string;
  /** 0: any free one. */
  port: number;
  /** Makes whoever brings it the owner, as long as the team has none. */
  ownerCode?: string;
  /** For a new team; the server's default unless told. */
  door?: DoorPolicy;
};

/** `pin`: of the key this server shows. `addresses`: host:port under which others reach it, the likeliest first. */
export type HostedServer = { port: number; addresses: string[]; pin: Pin };

/** What a program gives the core so that it can host; several servers run at once, one for each folder. */
export type HostPort = {
  /** Starts a server, or finds it running in that folder. Rejects with a `Refusal` (PORT_IN_USE, DATA_IN_USE, …). */
  start(order: HostOrder): Promise<HostedServer>;
  /** Resolves when that folder's server has ended; at once where none runs. */
  stop(folder: string): Promise<void>;
  /** A server that was running died by itself. Answers how to stop listening. */
  onExit(listener: (folder: string, failure: Failure) => void): () => void;
};

/** Ports tried when nobody named one: a second team on one computer is no error. */
const usualPorts = Array.from({ length: 10 }, (_, step) => DEFAULT_PORT + step);
const anyPort = 0;
/** A server that dies, or cannot start (its disk is full, a process of before still ends), is started again, with growing pauses. */
const restart = { firstMs: 1000, capMs: 60_000 };

export type Hosting = ReturnType<typeof createHosting>;

/** A new team's server: on the port that was asked for, or the first free one from the usual one on. */
export const startNew = (
  host: HostPort,
  order: Omit<HostOrder, 'port'>,
  port: number | null,
): Promise<HostedServer> =>
  startOnFirst(host, order, port === null ? [...usualPorts, anyPort] : [port]);

async function startOnFirst(
  host: HostPort,
  order: Omit<HostOrder, 'port'>,
  ports: number[],
): Promise<HostedServer> {
  for (const port of ports) {
    try {
      return await host.start({ ...order, port });
    } catch (error) {
      if (fail(error).error.code !== 'PORT_IN_USE' || port === ports.at(-1)) throw error;
    }
  }
  throw new Refusal('PORT_IN_USE', 'no port to try');
}

/** One team's server in `folder`. `running` hears of every start: port, addresses and key may be new. */
export function createHosting(
  host: HostPort,
  folder: string,
  told: { changed(): void; running(server: HostedServer): void },
) {
  let state: HostingState = { state: 'starting' };
  let last: Pick<HostOrder, 'team' | 'port'> | undefined;
  let deaths = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function become(next: HostingState): void {
    state = next;
    if (!closed) told.changed();
  }

  async function startOn(team: string, ports: number[]): Promise<void> {
    clearTimeout(timer);
    become({ state: 'starting' });
    try {
      const server = await startOnFirst(host, { folder, team }, ports);
      if (closed) return;
      last = { team, port: server.port };
      told.running(server);
      become({ state: 'running', port: server.port, addresses: server.addresses });
    } catch (error) {
      become({ state: 'failed', error: fail(error).error });
      again();
      throw error;
    }
  }

  /** On the port its people know; where that is taken, on another: they find it by its key. */
  async function resume(team: string, port: number): Promise<void> {
    last = { team, port };
    await startOn(team, [port, ...usualPorts, anyPort]);
  }

  async function resumeLast(): Promise<void> {
    if (last && state.state === 'failed') await resume(last.team, last.port);
  }

  function again(): void {
    if (closed) return;
    // What fails then comes here by itself.
    const retry = (): void => void resumeLast().catch(() => undefined);
    timer = setTimeout(retry, backoffMs(deaths++, restart));
  }

  const forget = host.onExit((died, failure) => {
    if (died !== folder || !last || state.state !== 'running') return;
    become({ state: 'failed', error: failure });
    again();
  });

  return {
    get state() {
      return state;
    },
    resume,
    /** Tries again after a failure. */
    async retry(): Promise<void> {
      deaths = 0;
      await resumeLast();
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      last = undefined;
      forget();
      await host.stop(folder);
    },
  };
}
