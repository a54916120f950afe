// Connections that have not shown yet what they are. They are cheap to open, so there is room for a
// limited number, each for a limited time.
import type { Socket } from 'node:net';

/**
 * When it is full, the address with the most connections in it loses its oldest: a flood from one computer costs that
 * computer. `deadlineMs` ends those that stay too long.
 */
export function createWaitingRoom(most: number, deadlineMs: number) {
  const rooms = new Map<string, Map<Socket, NodeJS.Timeout>>();
  let size = 0;

  function leave(address: string, socket: Socket): void {
    const room = rooms.get(address);
    if (!room?.has(socket)) return;
    clearTimeout(room.get(socket));
    room.delete(socket);
    size -= 1;
    if (room.size === 0) rooms.delete(address);
  }

  function makeRoom(): void {
    let [fullest, room] = ['', new Map<Socket, NodeJS.Timeout>()];
    for (const [address, other] of rooms)
      if (other.size > room.size) [fullest, room] = [address, other];
    const [oldest] = room.keys();
    if (!oldest) return;
    leave(fullest, oldest);
    oldest.destroy();
  }

  return {
    /** Entering again starts the deadline again. */
    enter(address: string, socket: Socket): void {
      leave(address, socket);
      if (size >= most) makeRoom();
      const room = rooms.get(address) ?? new Map<Socket, NodeJS.Timeout>();
      rooms.set(address, room);
      room.set(
        socket,
        setTimeout(() => socket.destroy(), deadlineMs),
      );
      size += 1;
    },
    leave,
    get size() {
      return size;
    },
    close(): void {
      for (const [address, room] of rooms) {
        for (const socket of room.keys()) {
          leave(address, socket);
          socket.destroy();
        }
      }
    },
  };
}
