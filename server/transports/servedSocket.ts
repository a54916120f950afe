// One Socket.IO connection at work: what comes over it, and how it hears of things. The app joins rooms and pulls; who
// brings a cursor is subscribed as on every other way.
import { peerAddress } from '../peers.ts';
import type { Caller, Dispatch } from '../dispatch.ts';
import type { Limits } from '../limits.ts';
import { beginningOf, type LogBounds } from '../cursor.ts';
import type { Membership } from '../membership.ts';
import type { Sink } from '../subscription.ts';
import type { Subscriptions } from '../subscriptions.ts';
import type { Listening } from '../../src/shared/listening.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { Attendance } from './attendance.ts';
import type { HearSignals } from './clientSignals.ts';
import {
  cutOff,
  deviceRoomOf,
  type IoSocket,
  pushedRoomOf,
  roomOf,
  waitingIn,
  whenReady,
} from './ioSocket.ts';
import { createPace } from './pace.ts';

export type ServeParts = {
  dispatch: Dispatch;
  membership: Membership;
  attend: Attendance;
  hearSignals: HearSignals;
  subscriptions: Pick<Subscriptions, 'open' | 'drops'>;
  log: LogBounds;
  limits: Pick<Limits, 'typing'>;
};

export function serve(socket: IoSocket, parts: ServeParts): void {
  const { user, device, scopes, listening } = socket.data;
  void socket.join([roomOf(user), deviceRoomOf(device)]);
  if (listening) subscribe(socket, listening, parts);
  // Rooms first, in this same turn: whatever is committed from here on is either pushed or pulled (rule 8).
  else void socket.join([pushedRoomOf(user), ...parts.membership.of(user)]);
  socket.on('disconnect', parts.attend(socket.data, socket.id));

  const caller: Caller = {
    actor: user,
    origin: peerAddress(socket.handshake.address),
    device,
    scopes,
  };
  socket.on('command', (frame, reply) => {
    // A frame without an acknowledgement cannot be answered, so it is not run.
    if (typeof reply !== 'function') return;
    void parts.dispatch(caller, frame).then(reply);
  });
  socket.on('signal', parts.hearSignals(socket.data, createPace(parts.limits.typing), socket.id));
}

function subscribe(socket: IoSocket, listening: Listening, parts: ServeParts): void {
  const { conversations, types } = listening;
  const subscription = parts.subscriptions.open(
    {
      holder: socket.data,
      since: beginningOf(listening, parts.log),
      filter: { conversations, types },
      sink: sinkOf(socket, listening),
    },
    parts.subscriptions.drops,
  );
  socket.on('disconnect', subscription.close);
}

function sinkOf(socket: IoSocket, { since = 0, signals }: Listening): Sink {
  let given = 0;
  let floor = since;
  // Signals and answers as well: they wait in the same queue.
  socket.conn.on('packetCreate', () => (given += 1));
  return {
    deliver({ events, next }) {
      for (const run of runsOf(events)) {
        const [{ conversation }] = run;
        socket.emit('events', { conversation, floor, events: run });
      }
      floor = next;
    },
    // What goes to one person or to everybody comes by rooms that every socket is in.
    ...(signals && {
      signal: (signal, to) => void (to === 'room' && socket.emit('signal', signal)),
    }),
    // A turn later, so that who shuts out the own device still gets the answer.
    end: ({ code }) =>
      void setImmediate(() => (code === 'TIMEOUT' ? cutOff(socket) : socket.disconnect(true))),
    backlog: () => waitingIn(socket).bytes,
    sent: () => given - waitingIn(socket).packets,
    drained: () => whenReady(socket),
  };
}

/** In `pos` order as everywhere, so one frame for each stretch of the same conversation. */
function runsOf(events: WireEvent[]): [WireEvent, ...WireEvent[]][] {
  const runs: [WireEvent, ...WireEvent[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0].conversation === event.conversation) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
