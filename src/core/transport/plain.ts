// A WebSocket without Socket.IO, as a client in any language would use it: one JSON frame per batch, commands and
// replies on the same socket.
import { WebSocket } from 'ws';
import { z } from 'zod';
import { commands } from '../../shared/commands.ts';
import { fail, Failure, type Outcome, Refusal, succeed } from '../../shared/errors.ts';
import { Signal, WireEvent } from '../../shared/events.ts';
import { type ClientSocketFrame, Hello, KEEPALIVE_MS } from '../../shared/listening.ts';
import { Pos } from '../../shared/entities.ts';
import { ACK_TIMEOUT_MS } from '../../shared/protocol.ts';
import { createAsker, readValue } from './asker.ts';
import { MOST_BYTES, within } from './bounded.ts';
import { createEnding } from './ending.ts';
import { framesOf } from './frames.ts';
import { createReplies } from './replies.ts';
import type { Server, Transport, TransportListener } from './transport.ts';
import { checkVersion } from './version.ts';

const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), ...Hello.shape }),
  z.object({ type: z.literal('events'), events: z.array(WireEvent), next: Pos }),
  z.object({ type: z.literal('head'), next: Pos }),
  z.object({ type: z.literal('signal'), signal: z.unknown() }),
  z.object({
    type: z.literal('reply'),
    ref: z.number(),
    ok: z.boolean(),
    value: z.unknown(),
    error: Failure.optional(),
  }),
  z.object({ type: z.enum(['gone', 'closing']), error: Failure }),
]);
type Frame = z.infer<typeof Frame>;

/** Resolves with the greeting; rejects with UPGRADE_REQUIRED, TIMEOUT and what the asker does. */
export async function connectPlain(
  to: Server,
  listener: TransportListener,
  patienceMs = ACK_TIMEOUT_MS,
): Promise<Transport> {
  const asker = createAsker(to);
  const replies = createReplies();
  let socket: WebSocket | undefined;
  const ending = createEnding(listener, () => {
    asker.close();
    replies.close();
    // Says goodbye; the library ends it when no answer comes.
    socket?.close();
  });
  const send = (frame: ClientSocketFrame): void => socket?.send(JSON.stringify(frame));
  const open = async (): Promise<void> => {
    await checkVersion(asker, to.base, patienceMs);
    if (ending.over) return;
    socket = openSocket(to, patienceMs);
    await hear(socket, { ...listener, down: ending.down }, replies.heard);
  };
  try {
    await within(patienceMs, open(), 'no greeting');
  } catch (error) {
    ending.close();
    throw error;
  }
  return {
    way: () => 'plain',
    async request(name, input) {
      if (ending.over) throw new Refusal('OFFLINE', 'not connected');
      const value = await replies.wait(name, (ref) => send({ type: 'command', ref, name, input }));
      const checked = commands[name].output.safeParse(value);
      if (!checked.success)
        throw new Refusal('NOT_LANLINE', `${name}: the server's answer is not understood`);
      return checked.data as never;
    },
    signal: (signal) => {
      if (!ending.over) send({ type: 'signal', signal });
    },
    close: ending.close,
  };
}

function openSocket({ base, token, agent }: Server, patienceMs: number): WebSocket {
  return new WebSocket(`${base.replace(/^http/, 'ws')}/api/v1/events?signals=1`, {
    agent,
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: patienceMs,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
  });
}

/** Resolves with the greeting; from then on whatever ends the socket is told. */
function hear(
  socket: WebSocket,
  listener: TransportListener,
  replied: (ref: number, reply: Outcome<unknown>) => void,
): Promise<void> {
  const greeting = Promise.withResolvers<void>();
  let greeted = false;
  let cursor = 0;

  function end({ code, message, ...details }: Failure): void {
    clearTimeout(silence);
    greeting.reject(new Refusal(code, message, details));
    if (greeted) listener.down({ code, message, ...details });
    socket.terminate();
  }
  const silence = setTimeout(
    () => end({ code: 'TIMEOUT', message: 'the socket is silent' }),
    2 * KEEPALIVE_MS,
  );

  function take(frame: Frame): void {
    switch (frame.type) {
      case 'hello':
        cursor = frame.since;
        greeted = true;
        return greeting.resolve();
      case 'events':
        for (const one of framesOf(frame.events, cursor)) listener.events(one);
        cursor = frame.next;
        return;
      case 'head':
        cursor = frame.next;
        return;
      case 'signal': {
        const signal = Signal.safeParse(frame.signal);
        // One from a newer server is nothing to us.
        if (signal.success) listener.signal(signal.data);
        return;
      }
      case 'reply':
        return replied(frame.ref, outcomeOf(frame));
      case 'gone':
      case 'closing':
        return end(frame.error);
    }
  }

  socket.on('message', (data, binary) => {
    silence.refresh();
    const frame = binary ? undefined : readFrame(String(data as Buffer));
    if (frame) take(frame);
    // Not understood is not received: what it held must be pulled.
    else listener.signal({ type: 'behind' });
  });
  socket.on('ping', () => silence.refresh());
  socket.on('unexpected-response', (asked, response) => {
    readValue(response)
      .then(() => end({ code: 'NOT_LANLINE', message: 'no WebSocket' }))
      .catch((error: unknown) => end(fail(error).error))
      .finally(() => asked.destroy());
  });
  socket.on('error', (error) => {
    const known = error instanceof Refusal ? fail(error).error : undefined;
    end(known ?? { code: 'UNREACHABLE', message: error.message });
  });
  socket.once('close', (code) => end({ code: 'UNREACHABLE', message: `closed (${code})` }));
  return greeting.promise;
}

function readFrame(text: string): Frame | undefined {
  try {
    return Frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const outcomeOf = ({ ok, value, error }: Extract<Frame, { type: 'reply' }>): Outcome<unknown> =>
  ok ? succeed(value) : { ok, error: error ?? { code: 'INTERNAL', message: 'refused' } };
