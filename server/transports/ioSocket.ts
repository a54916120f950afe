// A Socket.IO connection's types, and what waits in it.
import type { Server, Socket } from 'socket.io';
import type { WebSocket } from 'ws';
import type { ClientToServer, ServerToClient } from '../../src/shared/protocol.ts';
import type { Holder } from '../auth.ts';
import type { Listening } from '../../src/shared/listening.ts';

/** `drops`: how often connections had been ended when this one showed its token. */
export type SocketData = Holder & {
  drops: number;
  /** Who brings a cursor is brought up to date by us; who brings none, as the app, pulls. */
  listening?: Listening | undefined;
};
export type IoServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type IoSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export const roomOf = (user: string): string => `person:${user}`;
/** Those of a person's sockets that are in their conversations' rooms. */
export const pushedRoomOf = (user: string): string => `pushed:${user}`;
export const deviceRoomOf = (device: string): string => `device:${device}`;

type Packets = { data?: unknown }[];

/** What was given to this connection and has not left: bytes, nearly, and packets. */
export function waitingIn({ conn }: IoSocket): { bytes: number; packets: number } {
  const packets = (conn as unknown as { writeBuffer: Packets }).writeBuffer;
  const { socket } = conn.transport as unknown as { socket?: WebSocket };
  let bytes = socket?.bufferedAmount ?? 0;
  for (const { data } of packets) if (typeof data === 'string') bytes += data.length;
  return { bytes, packets: packets.length };
}

/** Ends it although nothing it was sent will be read: a goodbye would wait behind all that. */
export function cutOff(socket: IoSocket): void {
  const { conn } = socket;
  const { socket: ws } = conn.transport as unknown as { socket?: WebSocket };
  socket.disconnect();
  conn.close(true);
  ws?.terminate();
}

/** Resolves when the connection takes more, or is gone. */
export function whenReady({ conn }: IoSocket): Promise<void> {
  const { transport } = conn;
  return new Promise((resolve) => {
    const done = (): void => {
      transport.removeListener('ready', done);
      conn.removeListener('close', done).removeListener('upgrade', done);
      resolve();
    };
    transport.on('ready', done);
    conn.on('close', done).on('upgrade', done);
  });
}
