// Who stays connected by WebSocket: the plain one, and Socket.IO's as the app uses it.
import { PROTOCOL_VERSION } from '../../../src/shared/protocol.ts';
import { openWebSocket, type WebSocketClient } from '../webSocket.ts';
import { bearer, eventsPath, type Listen } from './listener.ts';

export const webSocket: Listen = async ({ port, token, traffic, hear, fail }) => {
  const { promise: greeted, resolve } = Promise.withResolvers<void>();
  traffic.requests += 1;
  const client = await openWebSocket(
    port,
    eventsPath,
    (payload) => {
      const text = payload.toString('latin1');
      if (text.startsWith('{"type":"events"')) hear(text);
      else if (text.startsWith('{"type":"hello"')) resolve();
    },
    { head: bearer(token), traffic, ended: fail },
  );
  await greeted;
  return client;
};

export const ioWebSocket: Listen = async ({ port, token, traffic, hear, fail }) => {
  const { promise: greeted, resolve, reject } = Promise.withResolvers<void>();
  traffic.requests += 1;
  const client: WebSocketClient = await openWebSocket(
    port,
    '/socket.io/?EIO=4&transport=websocket',
    (payload, { send }) => {
      const text = payload.toString('latin1');
      if (text.startsWith('42["events"')) hear(text);
      else if (text === '2') send('3');
      else if (text.startsWith('0')) send(greetingOf(token));
      else if (text.startsWith('40')) resolve();
      else if (text.startsWith('44')) reject(new Error(text));
    },
    { traffic, ended: fail },
  );
  await greeted;
  return client;
};

/** Without `listen`, as the app does it: the server puts the connection into its rooms. */
export const greetingOf = (token: string): string =>
  `40${JSON.stringify({ protocol: PROTOCOL_VERSION, token })}`;
