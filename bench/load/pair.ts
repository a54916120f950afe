// Two people talking, with the clients that people really use.
import { io } from 'socket.io-client';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import type { EventsFrame } from '../../src/shared/events.ts';
import { PROTOCOL_VERSION, type Reply } from '../../src/shared/protocol.ts';
import { percentile } from '../numbers.ts';
import type { Target } from './dialects.ts';

export type Talk = {
  /** From sending to arriving at the other one, in milliseconds. */
  p50: number;
  p99: number;
  /** Until the sender knows it stored; empty where nothing is. */
  ackP50?: number;
  ackP99?: number;
};

type Side = { say(text: string): Promise<unknown>; close(): void };

/** `messages` at `rate` a second, after as many as take a second to warm up. */
export async function talk(target: Target, rate: number, messages: number): Promise<Talk> {
  const arrived = new Map<string, number>();
  const heard = (text: string): void => void arrived.set(text, performance.now());
  const [speaker, listener] = [await open(target, 0, () => {}), await open(target, 1, heard)];
  const oneWay: number[] = [];
  const acks: number[] = [];
  const sent = new Map<string, number>();
  const start = performance.now();
  for (let n = -rate; n < messages; n++) {
    const wait = start + ((n + rate) * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const text = `#${n}#`.padEnd(80, 'x');
    const at = performance.now();
    if (n >= 0) sent.set(text, at);
    void speaker.say(text).then((stored) => {
      if (n >= 0 && stored) acks.push(performance.now() - at);
    });
  }
  const deadline = performance.now() + 10_000;
  while ([...sent.keys()].some((text) => !arrived.has(text))) {
    if (performance.now() > deadline) throw new Error('messages never came');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const [text, at] of sent) oneWay.push((arrived.get(text) ?? 0) - at);
  speaker.close();
  listener.close();
  return {
    p50: percentile(oneWay, 0.5),
    p99: percentile(oneWay, 0.99),
    ...(acks.length > 0 ? { ackP50: percentile(acks, 0.5), ackP99: percentile(acks, 0.99) } : {}),
  };
}

async function open(target: Target, index: number, heard: (text: string) => void): Promise<Side> {
  const { dialect, port, tokens, room } = target;
  if (dialect === 'webSocketLoop') {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('message', (data: Buffer) => heard(data.toString()));
    return { say: async (text) => socket.send(text), close: () => socket.close() };
  }
  const auth = { protocol: PROTOCOL_VERSION, token: tokens?.[index] };
  const socket = io(`http://127.0.0.1:${port}`, { auth, transports: ['websocket'] });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const close = (): void => void socket.close();
  if (dialect === 'chatExample') {
    socket.on('chat message', heard);
    return { say: async (text) => void socket.emit('chat message', text), close };
  }
  socket.on('events', ({ events }: EventsFrame) => {
    for (const { body } of events) heard(String(body['text']));
  });
  return {
    async say(text) {
      const input = { id: uuidv7(), conversation: room, text };
      const reply: Reply = await socket.emitWithAck('command', { name: 'message.send', input });
      if (!reply.ok) throw new Error(reply.error.message);
      return true;
    },
    close,
  };
}
