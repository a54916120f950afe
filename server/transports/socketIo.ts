// Socket.IO: three events each way and nothing else, so that a new feature never touches this file.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { fail } from '../../src/shared/errors.ts';
import { ClientSignal } from '../../src/shared/events.ts';
import type { ClientToServer, ServerToClient } from '../../src/shared/protocol.ts';
import { acceptHandshake, type Authenticate, type Holder } from '../auth.ts';
import type { Dispatch } from '../dispatch.ts';
import type { LastSeen } from '../lastSeen.ts';
import type { Membership } from '../membership.ts';
import { peerAddress } from '../peers.ts';
import type { PresenceBoard } from '../presence.ts';
import type { Audience, Outlet, Stream } from '../stream.ts';
import { createAntechamber } from './antechamber.ts';

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
    allowRequest: (request, decide) =>
      decide(null, parts.allowed(request) && antechamber.mayEnter(request)),
  });
  const antechamber = createAntechamber(io.engine);
  let drops = 0;

  io.use((socket, next) => {
    antechamber.knock(socket.conn);
    socket.data.drops = drops;
    void admit(socket, parts.authenticate, next);
  });
  io.on('connection', (socket) => {
    antechamber.leave(socket.conn);
    // Somebody was shut out while this token was looked up: whoever it was, they show it again.
    if (socket.data.drops === drops) serve(socket, parts);
    else socket.disconnect(true);
  });

  const rooms = (to: Audience) => {
    if (to === 'everyone') return io;
    if ('user' in to) return io.to(roomOf(to.user));
    return to.except === undefined
      ? io.to(to.conversation)
      : io.to(to.conversation).except(roomOf(to.except));
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

  const origin = peerAddress(socket.handshake.address);
  socket.on('command', (frame, reply) => {
    // A frame without an acknowledgement cannot be answered, so it is not run.
    if (typeof reply !== 'function') return;
    void dispatch(user, frame, origin, device).then(reply);
  });

  socket.on('signal', (raw) => {
    const parsed = ClientSignal.safeParse(raw);
    if (!parsed.success) return;
    const signal = parsed.data;
    if (signal.type === 'presence') presence.set(user, socket.id, signal.state);
    else if (membership.has(signal.conversation, user))
      stream.signal({ conversation: signal.conversation, except: user }, { ...signal, user });
  });
}

/** Deaf at once; gone a turn later, so that who shuts out the own device still gets the answer. */
function end(socket: IoSocket | undefined): void {
  if (!socket) return;
  for (const room of socket.rooms) void socket.leave(room);
  setImmediate(() => socket.disconnect(true));
}
