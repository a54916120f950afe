// Who has a stream open is here, and was seen just now; the same for every kind of stream.
import { uuidv7 } from 'uuidv7';
import type { Holder } from '../auth.ts';
import type { LastSeen } from '../lastSeen.ts';
import type { PresenceBoard } from '../presence.ts';

export type Attendance = ReturnType<typeof createAttendance>;

/** Answers how to leave. `connection`: its name on the board, when somebody must know it. */
export function createAttendance(
  presence: Pick<PresenceBoard, 'enter' | 'leave'>,
  lastSeen: Pick<LastSeen, 'touch'>,
) {
  return (holder: Holder, connection: string = uuidv7()): (() => void) => {
    presence.enter(holder, connection);
    lastSeen.touch(holder.device);
    return () => {
      presence.leave(holder.user, connection);
      lastSeen.touch(holder.device);
    };
  };
}
