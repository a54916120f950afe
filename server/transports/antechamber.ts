// Socket.IO's connections that have not shown a token yet. They are counted apart from the sockets that
// carry them: by polling, one socket begins as many as it likes.
import type { Socket } from 'node:net';
import { createWaitingRoom } from './waitingRoom.ts';

/** An Engine.IO connection, as far as it matters here. */
type Connection = {
  remoteAddress: string;
  request: { socket: Socket };
  once(event: 'close', listener: () => void): unknown;
  /** `discard`: without waiting for the other side. */
  close(discard?: boolean): unknown;
};

export type AntechamberLimits = {
  /** In all. */
  most: number;
  perPlace: number;
  /** Tokens that one connection may try. */
  tries: number;
};

const usual: AntechamberLimits = { most: 500, perPlace: 200, tries: 5 };

/** `admit` hears of each socket that an accepted connection came over. */
export function createAntechamber(
  engine: { on(event: 'connection', listener: (connection: Connection) => void): unknown },
  admit: (socket: Socket) => void,
  { most, perPlace, tries }: AntechamberLimits = usual,
) {
  const room = createWaitingRoom<Connection>({ most, perPlace, end: (one) => one.close(true) });
  const guests = new Map<Connection, { knocks: number; sockets: Set<Socket> }>();

  function forget(connection: Connection): void {
    room.leave(connection);
    guests.delete(connection);
  }

  engine.on('connection', (connection) => {
    connection.once('close', () => forget(connection));
    guests.set(connection, { knocks: 0, sockets: new Set([connection.request.socket]) });
    room.enter(connection.remoteAddress, connection);
  });

  return {
    /** Another request for this connection: polling has many, on any socket, and an upgrade has its own. */
    comes(connection: Connection, socket: Socket): void {
      const guest = guests.get(connection);
      if (guest) guest.sockets.add(socket);
      else admit(socket);
    },
    /** It shows a token. */
    knock(connection: Connection): void {
      const guest = guests.get(connection);
      if (guest && ++guest.knocks > tries) connection.close();
    },
    /** It was accepted. */
    leave(connection: Connection): void {
      for (const socket of guests.get(connection)?.sockets ?? []) admit(socket);
      forget(connection);
    },
  };
}
