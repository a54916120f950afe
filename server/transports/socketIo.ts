// Socket.IO: three events each way and nothing else, so that a new feature never touches this file.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Server } from 'socket.io';
import { fail } from '../../src/shared/errors.ts';
import { acceptHandshake, type Authenticate } from '../auth.ts';
import { beginningOf } from '../cursor.ts';
import type { Limits } from '../limits.ts';
import { requireScope } from '../scopes.ts';
import type { Audience, Outlet } from '../stream.ts';
import { createAntechamber } from './antechamber.ts';
import { deviceRoomOf, type IoServer, type IoSocket, pushedRoomOf, roomOf } from './ioSocket.ts';
import { serve, type ServeParts } from './servedSocket.ts';
import { watchSlowSockets } from './slowSockets.ts';

export type SocketIoParts = ServeParts & {
  http: HttpServer;
  authenticate: Authenticate;
  /** Give pages the client's script. */
  serveClient: boolean;
  /** Whether a request may come at all, judged by its Host and Origin. */
  allowed(request: IncomingMessage): boolean;
  /** Whoever comes over this socket is known. */
  admit(socket: NetSocket): void;
  limits: Pick<Limits, 'typing' | 'sockets'>;
};

/** Attaches Socket.IO to the HTTP server. Rooms are conversations; a person's connections share a room too. */
export function createSocketIo(parts: SocketIoParts): Outlet {
  const io: IoServer = new Server(parts.http, {
    // The client for pages, as `/socket.io/socket.io.js`.
    serveClient: parts.serveClient,
    // Plain WebSockets share this server (webSocket.ts), which refuses what is neither's.
    destroyUpgrade: false,
    connectTimeout: 10_000,
    // A command is at most 64 KiB; files never come this way.
    maxHttpBufferSize: 128 * 1024,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) => decide(null, parts.allowed(request)),
  });
  const antechamber = createAntechamber(io.engine, parts.admit);
  // Only the first request of a connection is asked above.
  io.engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
    const connection = findConnection(io, request);
    if (connection) antechamber.comes(connection, request.socket);
    next();
  });
  let drops = 0;

  io.use((socket, next) => {
    antechamber.knock(socket.conn);
    socket.data.drops = drops;
    void admit(socket, parts, next);
  });
  io.on('connection', (socket) => {
    antechamber.leave(socket.conn);
    // Somebody was shut out while this token was looked up: whoever it was, they show it again.
    if (socket.data.drops !== drops) return void socket.disconnect(true);
    serve(socket, parts);
    endOldest(io, roomOf(socket.data.user), parts.limits.sockets);
  });

  const slow = watchSlowSockets(io, parts.membership);
  const rooms = (to: Audience) => {
    if (to === 'everyone') return io;
    if ('user' in to)
      return io.to(to.device === undefined ? roomOf(to.user) : deviceRoomOf(to.device));
    return io.to(to.conversation).except(to.except.map(roomOf));
  };
  return {
    events(events, floor) {
      // One frame per conversation: each is encoded once for everybody in its room.
      for (const [conversation, ofOne] of Map.groupBy(events, (event) => event.conversation))
        io.to(conversation).emit('events', { conversation, floor, events: ofOne });
    },
    signal: (to, signal) => void rooms(to).emit('signal', signal),
    attach: (user, conversation) => io.in(pushedRoomOf(user)).socketsJoin(conversation),
    detach: (user, conversation) => io.in(pushedRoomOf(user)).socketsLeave(conversation),
    drop({ devices, users }) {
      drops += 1;
      const { adapter, sockets } = io.of('/');
      for (const room of [...devices.map(deviceRoomOf), ...users.map(roomOf)])
        for (const id of adapter.rooms.get(room) ?? []) end(sockets.get(id));
    },
    close() {
      slow.close();
      return io.close();
    },
  };
}

/** The one that this request names, if it is not the first. */
function findConnection(io: IoServer, { url = '' }: IncomingMessage) {
  const sid = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('sid') ?? '';
  const { clients } = io.engine as unknown as { clients: Record<string, IoSocket['conn']> };
  return Object.hasOwn(clients, sid) ? clients[sid] : undefined;
}

/** A person sits at the newest; one that broke without a word may be among the oldest. */
function endOldest(io: IoServer, room: string, most: number): void {
  const { adapter, sockets } = io.of('/');
  const ids = [...(adapter.rooms.get(room) ?? [])];
  for (const id of ids.slice(0, Math.max(0, ids.length - most))) end(sockets.get(id));
}

/** Remembers whose socket this is, or refuses it; the client reads the failure in the error's `data`. */
async function admit(
  socket: IoSocket,
  { authenticate, log }: Pick<SocketIoParts, 'authenticate' | 'log'>,
  next: (error?: Error) => void,
): Promise<void> {
  try {
    const { holder, listening } = await acceptHandshake(authenticate, socket.handshake.auth);
    requireScope(holder.scopes, 'read');
    // A cursor of another log is refused here, where there is a way to say so.
    if (listening) beginningOf(listening, log);
    Object.assign(socket.data, holder, { listening });
    next();
  } catch (error) {
    next(Object.assign(new Error('refused'), { data: fail(error).error }));
  }
}

/** Deaf at once; gone a turn later, so that who shuts out the own device still gets the answer. */
function end(socket: IoSocket | undefined): void {
  if (!socket) return;
  for (const room of socket.rooms) void socket.leave(room);
  setImmediate(() => socket.disconnect(true));
}
