// Sockets that read more slowly than there is to say (delivery.md rule 12): they leave the rooms until what waits for
// them has left, and are then told to pull. One sweep a second costs less than a look at every send.
import type { Membership } from '../membership.ts';
import { MOST_WAITING } from '../subscription.ts';
import { cutOff, type IoServer, type IoSocket, pushedRoomOf, waitingIn } from './ioSocket.ts';

const sweepMs = 1000;
const mostPackets = 1000;
/** Little enough to go on pushing. Bytes. */
const little = 64 * 1024;
/** Whoever lets so much pile up is not reading at all. Bytes. */
export const MOST_UNREAD = 8 * 1024 * 1024;

export function watchSlowSockets(io: IoServer, membership: Pick<Membership, 'of'>) {
  const slow = new WeakSet<IoSocket>();

  const roomsOf = ({ data: { user } }: IoSocket): string[] => [
    pushedRoomOf(user),
    ...membership.of(user),
  ];

  function look(socket: IoSocket): void {
    const { bytes, packets } = waitingIn(socket);
    if (bytes > MOST_UNREAD) return cutOff(socket);
    // Those with a cursor of ours have a subscription that looks after what is pushed to them.
    if (socket.data.listening) return;
    if (bytes > MOST_WAITING || packets > mostPackets || (slow.has(socket) && bytes > little)) {
      slow.add(socket);
      for (const room of roomsOf(socket)) void socket.leave(room);
    } else if (slow.delete(socket)) {
      // Rooms first: what is committed from here on is pushed again, everything before is in the pull.
      void socket.join(roomsOf(socket));
      socket.emit('signal', { type: 'behind' });
    }
  }

  function sweep(): void {
    for (const socket of io.sockets.sockets.values()) look(socket);
  }
  const timer = setInterval(sweep, sweepMs);
  return { sweep, close: () => clearInterval(timer) };
}
