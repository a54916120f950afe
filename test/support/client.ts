// A bare Socket.IO client that keeps all it was sent, for tests that look at the wire itself.
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/commands.ts';
import { type Outcome, unwrap } from '../../src/shared/errors.ts';
import type { EventsFrame, Signal, WireEvent } from '../../src/shared/events.ts';
import {
  type ClientToServer,
  PROTOCOL_VERSION,
  type ServerToClient,
} from '../../src/shared/protocol.ts';

export type ClientOptions = Partial<ManagerOptions & SocketOptions>;
type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** Somebody who has joined: what their devices need to know. */
export type Member = {
  id: string;
  name: string;
  token: string;
  /** The channel everybody starts in. */
  general: string;
};

export type TestClient = Member & {
  socket: ClientSocket;
  /** In the order they came. */
  frames: EventsFrame[];
  signals: Signal[];
  /** Every event of every frame, in the order they came. */
  events(): WireEvent[];
  command<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
  ): Promise<Outcome<CommandOutput<N>>>;
  /** The value; throws the failure. */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  close(): void;
};

export function openSocket(url: string, auth: object, options: ClientOptions = {}): ClientSocket {
  return io(url, {
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...options,
  });
}

/** Resolves when connected; throws what the server refused with. */
export async function connectClient(
  url: string,
  member: Member,
  options?: ClientOptions,
  /** What else the handshake says. */
  auth: object = {},
): Promise<TestClient> {
  const handshake = { protocol: PROTOCOL_VERSION, token: member.token, ...auth };
  const socket = openSocket(url, handshake, options);
  const frames: EventsFrame[] = [];
  const signals: Signal[] = [];
  socket.on('events', (frame) => frames.push(frame));
  socket.on('signal', (signal) => signals.push(signal));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const command: TestClient['command'] = async (name, input) =>
    (await socket.timeout(10_000).emitWithAck('command', { name, input })) as Outcome<never>;
  return {
    ...member,
    socket,
    frames,
    signals,
    events: () => frames.flatMap((frame) => frame.events),
    command,
    ask: async (name, input) => unwrap(await command(name, input)),
    close: () => void socket.close(),
  };
}
