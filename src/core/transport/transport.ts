// What the core needs of a way to the server. One connection, one object: when it is down, it stays down.
import type { PinnedAgent } from '../../node/pinnedAgent.ts';
import type { Way } from '../../shared/ways.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/commands.ts';
import type { Failure } from '../../shared/errors.ts';
import type { ClientSignal, EventsFrame, Signal } from '../../shared/events.ts';

export type TransportListener = {
  events(frame: EventsFrame): void;
  signal(signal: Signal): void;
  /** The connection ended; told once, and never after `close()`. */
  down(reason: Failure): void;
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
  /** Lets nothing through to a server with the wrong key; none over plain HTTP. */
  agent?: PinnedAgent | undefined;
};

export type Connect = (to: Server, listener: TransportListener) => Promise<Transport>;
