// Socket.IO: three events each way and nothing else, so that a new feature never touches this file.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { fail } from '../../src/shared/errors.ts';
import { ClientSignal } from '../../src/shared/events.ts';
import type { ClientToServer, ServerToClient } from '../../src/shared/protocol.ts';
import { acceptHandshake, type Authenticate, type Holder } from '../auth.ts';
import type { Dispatch } from '../dispatch.ts';
import type { LastSeen } from '../lastSeen.ts';
import type { Limits } from '../limits.ts';
import type { Membership } from '../membership.ts';
import { peerAddress } from '../peers.ts';
import type { PresenceBoard } from '../presence.ts';
import type { Audience, Outlet, Stream } from '../stream.ts';
import { createAntechamber } from './antechamber.ts';
import { createPace } from './pace.ts';

/** `drops`: how often connections had been ended when this one showed its token. */
type SocketData = Holder & { drops: number };
type IoServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
type IoSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const roomOf = (user: string): string => `person:${user}`;
const deviceRoomOf = (device: string): string => `device:${device}`;

export type SocketIoParts = {
  http: HttpServer;
  authenticate: Authenticate;
  dispatch: Dispatch;
  membership: Membership;
  presence: PresenceBoard;
  lastSeen: Pick<LastSeen, 'touch'>;
  stream: Pick<Stream, 'signal'>;
  /** Whether a request may come at all, judged by its Host and Origin. */
  allowed(request: IncomingMessage): boolean;
  /** Whoever comes over this socket is known. */
  admit(socket: NetSocket): void;
  limits: Pick<Limits, 'typing' | 'sockets'>;
};

/** Attaches Socket.IO to the HTTP server. Rooms are conversations; a person's connections share a room too. */
export function createSocketIo(parts: SocketIoParts): Outlet {
  const io: IoServer = new Server(parts.http, {
    serveClient: false,
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
    void admit(socket, parts.authenticate, next);
  });
  io.on('connection', (socket) => {
    antechamber.leave(socket.conn);
    // Somebody was shut out while this token was looked up: whoever it was, they show it again.
    if (socket.data.drops !== drops) return void socket.disconnect(true);
    serve(socket, parts);
    endOldest(io, roomOf(socket.data.user), parts.limits.sockets);
  });

  const rooms = (to: Audience) => {
    if (to === 'everyone') return io;
    if ('user' in to) return io.to(roomOf(to.user));
    return io.to(to.conversation).except(to.except.map(roomOf));
  };
  return {
    events: (frame) => void io.to(frame.conversation).emit('events', frame),
    signal: (to, signal) => void rooms(to).emit('signal', signal),
    attach: (user, conversation) => io.in(roomOf(user)).socketsJoin(conversation),
    detach: (user, conversation) => io.in(roomOf(user)).socketsLeave(conversation),
    drop({ devices, users }) {
      drops += 1;
      const { adapter, sockets } = io.of('/');
      for (const room of [...devices.map(deviceRoomOf), ...users.map(roomOf)])
        for (const id of adapter.rooms.get(room) ?? []) end(sockets.get(id));
    },
    close: () => io.close(),
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
  authenticate: Authenticate,
  next: (error?: Error) => void,
): Promise<void> {
  try {
    Object.assign(socket.data, await acceptHandshake(authenticate, socket.handshake.auth));
    next();
  } catch (error) {
    next(Object.assign(new Error('refused'), { data: fail(error).error }));
  }
}

function serve(socket: IoSocket, parts: SocketIoParts): void {
  const { dispatch, membership, presence, lastSeen, stream } = parts;
  const { user, device } = socket.data;
  // Rooms first, in this same turn: whatever is committed from here on is either pushed or pulled (rule 8).
  void socket.join([roomOf(user), deviceRoomOf(device), ...membership.of(user)]);
  presence.enter(socket.data, socket.id);
  lastSeen.touch(device);
  socket.on('disconnect', () => {
    presence.leave(user, socket.id);
    lastSeen.touch(device);
  });

  const caller = { actor: user, origin: peerAddress(socket.handshake.address), device };
  socket.on('command', (frame, reply) => {
    // A frame without an acknowledgement cannot be answered, so it is not run.
    if (typeof reply !== 'function') return;
    void dispatch(caller, frame).then(reply);
  });

  const mayType = createPace(parts.limits.typing);
  socket.on('signal', (raw) => {
    const parsed = ClientSignal.safeParse(raw);
    if (!parsed.success) return;
    const signal = parsed.data;
    if (signal.type === 'presence') presence.set(user, socket.id, signal.state);
    else if (mayType() && membership.has(signal.conversation, user))
      stream.signal({ conversation: signal.conversation, except: [user] }, { ...signal, user });
  });
}

/** Deaf at once; gone a turn later, so that who shuts out the own device still gets the answer. */
function end(socket: IoSocket | undefined): void {
  if (!socket) return;
  for (const room of socket.rooms) void socket.leave(room);
  setImmediate(() => socket.disconnect(true));
}
