// Socket.IO: three events each way and nothing else, so that a new feature never touches this file.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { fail } from '../../src/shared/errors.ts';
import { ClientSignal } from '../../src/shared/events.ts';
import type { ClientToServer, ServerToClient } from '../../src/shared/protocol.ts';
import { acceptHandshake, type Authenticate } from '../auth.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Membership } from '../membership.ts';
import type { PresenceBoard } from '../presence.ts';
import type { Audience, Outlet, Stream } from '../stream.ts';

type SocketData = { user: string };
type IoServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
type IoSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const roomOf = (user: string): string => `person:${user}`;

export type SocketIoParts = {
  http: HttpServer;
  authenticate: Authenticate;
  dispatch: Dispatch;
  membership: Membership;
  presence: PresenceBoard;
  stream: Pick<Stream, 'signal'>;
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
    allowRequest: (request, decide) => decide(null, sameOrigin(request)),
  });

  io.use((socket, next) => void admit(socket, parts.authenticate, next));
  io.on('connection', (socket) => serve(socket, parts));

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
    socket.data.user = await acceptHandshake(authenticate, socket.handshake.auth);
    next();
  } catch (error) {
    next(Object.assign(new Error('refused'), { data: fail(error).error }));
  }
}

function serve(socket: IoSocket, { dispatch, membership, presence, stream }: SocketIoParts): void {
  const { user } = socket.data;
  // Rooms first, in this same turn: whatever is committed from here on is either pushed or pulled (rule 8).
  void socket.join([roomOf(user), ...membership.of(user)]);
  presence.set(user, socket.id, 'online');
  socket.on('disconnect', () => presence.leave(user, socket.id));

  socket.on('command', (frame, reply) => {
    // A frame without an acknowledgement cannot be answered, so it is not run.
    if (typeof reply !== 'function') return;
    void dispatch(user, frame).then(reply);
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

/** Programs send no Origin; a web page does, and only our own may come. */
function sameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
