// How each way to a server is opened.
import type { Way } from '../../shared/ways.ts';
import { connectPlain } from './plain.ts';
import { connectLongPoll, connectPoll } from './polls.ts';
import { connectBy } from './socketIo.ts';
import { connectStream } from './stream.ts';
import type { Opens } from './transport.ts';

export const opens: Record<Way, Opens> = {
  websocket: (to, listener, patienceMs) => connectBy(['websocket'], to, listener, patienceMs),
  polling: (to, listener, patienceMs) => connectBy(['polling'], to, listener, patienceMs),
  stream: connectStream,
  longPoll: connectLongPoll,
  poll: connectPoll,
  plain: connectPlain,
};
