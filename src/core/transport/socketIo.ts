// Socket.IO as a transport: WebSocket first, its long polling when a proxy is in the way.
import { io, NodeWebSocket, type Socket } from 'socket.io-client';
import { commands } from '../../shared/commands.ts';
import { Failure, Refusal, unwrap } from '../../shared/errors.ts';
import { EventsFrame, Signal } from '../../shared/events.ts';
import {
  ACK_TIMEOUT_MS,
  type ClientToServer,
  PROTOCOL_VERSION,
  type Reply,
  type ServerToClient,
} from '../../shared/protocol.ts';
import { MOST_BYTES } from './bounded.ts';
import { DirectPolling } from './polling.ts';
import type { Connect, Server, Transport, TransportListener } from './transport.ts';

const waysIn = { websocket: NodeWebSocket, polling: DirectPolling } as const;

type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** Resolves when the server has accepted us; rejects with UNREACHABLE, KEY_CHANGED or the server's refusal. */
export const connectSocketIo: Connect = (to, listener) =>
  connectBy(['websocket', 'polling'], to, listener);

/** By these transports only, tried in this order. */
export async function connectBy(
  transports: (keyof typeof waysIn)[],
  { base, token, agent }: Server,
  listener: TransportListener,
  patienceMs = ACK_TIMEOUT_MS,
): Promise<Transport> {
  const socket: ClientSocket = io(base, {
    // Under Node both transports take an agent's object; the types only know a browser's.
    ...(agent && { agent: agent as unknown as string }),
    // For `ws`; the types only know a browser's.
    ...({ maxPayload: MOST_BYTES } as object),
    auth: { protocol: PROTOCOL_VERSION, token },
    transports: transports.map((way) => waysIn[way]),
    tryAllTransports: true,
    // When to try again is the connection's decision, with full jitter (delivery.md rule 5).
    reconnection: false,
    forceNew: true,
    timeout: patienceMs,
  });
  try {
    await opened(socket, patienceMs);
  } catch (error) {
    socket.close();
    // Socket.IO does not say why there was no connection.
    throw agent?.refused ?? error;
  }
  return listenOn(socket, listener);
}

function opened(socket: ClientSocket, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const unreachable = (why: string): void => reject(new Refusal('UNREACHABLE', why));
    // Socket.IO's own timeout ends with the engine's handshake, and a socket that breaks between that
    // and the server's welcome says only 'disconnect'.
    const timer = setTimeout(() => unreachable('no welcome'), patienceMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('disconnect', (reason) => {
      clearTimeout(timer);
      unreachable(reason);
    });
    socket.once('connect_error', (error: Error & { data?: unknown }) => {
      clearTimeout(timer);
      const refused = Failure.safeParse(error.data);
      if (refused.success) reject(new Refusal(refused.data.code, refused.data.message));
      else unreachable(error.message);
    });
  });
}

function listenOn(socket: ClientSocket, listener: TransportListener): Transport {
  socket.on('events', (raw) => {
    const frame = EventsFrame.safeParse(raw);
    if (frame.success) listener.events(frame.data);
    // Not understood is not received: what it held must be pulled.
    else listener.signal({ type: 'behind' });
  });
  socket.on('signal', (raw) => {
    // A signal from a newer server is nothing to us.
    const signal = Signal.safeParse(raw);
    if (signal.success) listener.signal(signal.data);
  });
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') listener.down({ code: 'UNREACHABLE', message: reason });
  });

  return {
    way: () => (socket.io.engine?.transport.name === 'polling' ? 'polling' : 'websocket'),
    async request(name, input) {
      if (!socket.connected) throw new Refusal('OFFLINE', 'not connected');
      const value = unwrap(await ask(socket, name, input));
      const checked = commands[name].output.safeParse(value);
      if (!checked.success)
        throw new Refusal('NOT_LANLINE', `${name}: the server's answer is not understood`);
      return checked.data as never;
    },
    signal(signal) {
      if (!socket.connected) return;
      // Typing may be lost on a busy way; who is away would stay so until the next change.
      const way = signal.type === 'typing' ? socket.volatile : socket;
      way.emit('signal', signal);
    },
    close: () => void socket.close(),
  };
}

async function ask(socket: ClientSocket, name: string, input: unknown): Promise<Reply> {
  try {
    return await socket.timeout(ACK_TIMEOUT_MS).emitWithAck('command', { name, input });
  } catch {
    throw socket.connected
      ? new Refusal('TIMEOUT', `${name}: no answer`)
      : new Refusal('OFFLINE', 'the connection broke');
  }
}
