// What the core needs of a way to the server. One connection, one object: when it is down, it stays down.
import type { Agent } from 'node:http';
import type { Failure, Refusal } from '../../shared/errors.ts';
import type { Way } from '../../shared/ways.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/commands.ts';
import type { ClientSignal, EventsFrame, Signal } from '../../shared/events.ts';

export type TransportListener = {
  events(frame: EventsFrame): void;
  signal(signal: Signal): void;
  /** The connection ended; told once, and never after `close()`. */
  down(reason: Failure): void;
  /** The same connection goes by another way now; what passed by meanwhile may have been missed. */
  rerouted?(way: Way): void;
};

/** Asks the server and checks its answer. Rejects with its refusal, or OFFLINE, TIMEOUT. */
export type Request = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
) => Promise<CommandOutput<N>>;

export type Transport = {
  /** The way in use now; a connection may change it while it lives. */
  way(): Way;
  request: Request;
  /** Tells the server something that may be lost. */
  signal(signal: ClientSignal): void;
  close(): void;
};

export type Server = {
  base: string;
  token: string;
  /** Over TLS a pinned one, which lets nothing through to a server with the wrong key. */
  agent?: (Agent & { readonly refused?: Refusal | null }) | undefined;
  /** Whose are the signals that wait between polls, where one device listens more than once. */
  mailbox?: string | undefined;
  /** How long a long poll waits for something to come, where that is not as usual. */
  waitSeconds?: number | undefined;
};

export type Connect = (to: Server, listener: TransportListener) => Promise<Transport>;

/** By one way. `patienceMs`: how long it may take; as long as an answer unless told. */
export type Opens = (
  to: Server,
  listener: TransportListener,
  patienceMs?: number,
) => Promise<Transport>;
