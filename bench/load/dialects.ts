// How each of the measured servers is spoken to: the same load, three languages.
import { uuidv7 } from 'uuidv7';
import { PROTOCOL_VERSION } from '../../src/shared/protocol.ts';
import { openWebSocket, type WebSocketClient } from './webSocket.ts';

export type DialectName = 'lanline' | 'webSocketLoop' | 'chatExample';

export type Target = {
  dialect: DialectName;
  port: number;
  /** Lanline: one token for each connection, and the room they all are in. */
  tokens?: string[];
  room?: string;
};

export type Voice = {
  /** Sends a message to the room. */
  say(text: string): void;
  /** Any other packet, as its language writes it. */
  send(packet: string): void;
  close(): void;
};

export type Ear = {
  /** How many messages this packet delivered, and the packet for who wants to look. */
  onMessages(count: number, payload: Buffer): void;
  /** Every other packet. */
  onPacket?(payload: Buffer): void;
};

/** Connects the n-th of the crowd; resolves when the server has let it in. */
export const join = (target: Target, index: number, ear: Ear): Promise<Voice> =>
  target.dialect === 'webSocketLoop' ? joinLoop(target, ear) : joinSocketIo(target, index, ear);

async function joinLoop({ port }: Target, ear: Ear): Promise<Voice> {
  const socket = await openWebSocket(port, '/', (payload) => ear.onMessages(1, payload));
  return { ...socket, say: socket.send };
}

const path = '/socket.io/?EIO=4&transport=websocket';

async function joinSocketIo(target: Target, index: number, ear: Ear): Promise<Voice> {
  const { promise: letIn, resolve, reject } = Promise.withResolvers<void>();
  const greeting = JSON.stringify({ protocol: PROTOCOL_VERSION, token: target.tokens?.[index] });
  const onText = (payload: Buffer, client: WebSocketClient): void => {
    // Engine.IO: 0 open, 2 ping, 4 message; inside a message Socket.IO: 0 connected, 2 event, 3 ack, 4 refused.
    const kind = payload[0];
    if (kind === 0x32) client.send('3');
    else if (kind === 0x30) client.send(target.dialect === 'lanline' ? `40${greeting}` : '40');
    else if (kind !== 0x34) return;
    else if (payload[1] === 0x30) resolve();
    else if (payload[1] === 0x34) reject(new Error(payload.toString()));
    else if (payload[1] === 0x32 && isMessage(payload)) ear.onMessages(countIn(payload), payload);
    else ear.onPacket?.(payload);
  };
  const isMessage = (payload: Buffer): boolean =>
    target.dialect === 'chatExample' || payload.indexOf('["events"') === 2;
  const countIn = (payload: Buffer): number =>
    target.dialect === 'chatExample' ? 1 : occurrences(payload, createdMark);
  const { send, close } = await openWebSocket(target.port, path, onText);
  await letIn;
  if (target.dialect === 'chatExample')
    return { send, close, say: (text) => send(`42["chat message",${JSON.stringify(text)}]`) };
  let asked = 0;
  return {
    send,
    close,
    say(text) {
      const input = { id: uuidv7(), conversation: target.room, text };
      send(`42${asked++}["command",${JSON.stringify({ name: 'message.send', input })}]`);
    },
  };
}

const createdMark = Buffer.from('"message.created"');

function occurrences(payload: Buffer, mark: Buffer): number {
  let count = 0;
  for (let at = payload.indexOf(mark); at !== -1; at = payload.indexOf(mark, at + mark.length))
    count++;
  return count;
}
