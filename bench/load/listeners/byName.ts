// Each way to listen that is compared, by its name.
import type { WayName } from '../../ways/plan.ts';
import { eventStream } from './eventStream.ts';
import { ioPolling } from './ioPolling.ts';
import type { Listen } from './listener.ts';
import { longPoll, pollEvery } from './polling.ts';
import { ioWebSocket, webSocket } from './sockets.ts';

export const listeners: Record<WayName, Listen> = {
  poll1: pollEvery(1000),
  poll5: pollEvery(5000),
  longPoll,
  eventStream,
  webSocket,
  ioPolling,
  ioWebSocket,
};
