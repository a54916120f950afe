// A plain WebSocket on `/api/v1/events`: what is listened for comes as one JSON frame per batch, and commands go the
// other way. For clients in any language, without Socket.IO's framing.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { uuidv7 } from 'uuidv7';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Failure, fail, Refusal } from '../../src/shared/errors.ts';
import { ClientSocketFrame, type SocketFrame } from '../../src/shared/listening.ts';
import { parse } from '../../src/shared/parse.ts';
import type { Holder } from '../auth.ts';
import { beginningOf, type LogBounds } from '../cursor.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Limit } from '../limits.ts';
import type { Parcel } from '../parcels.ts';
import { requireScope } from '../scopes.ts';
import { MOST_WAITING, type Sink } from '../subscription.ts';
import type { Subscriptions } from '../subscriptions.ts';
import { statusOf } from './answers.ts';
import type { Attendance } from './attendance.ts';
import type { HearSignals } from './clientSignals.ts';
import { whenDrained } from './drained.ts';
import { type EventsQuery, readEventsQuery } from './eventsQuery.ts';
import { type Identify, originOf } from './identify.ts';
import { afterGoodbye } from './goodbye.ts';
import { createPace } from './pace.ts';
import { MOST_UNREAD } from './slowSockets.ts';

/** Commands of one socket that are being answered; more are read when one is. */
const mostUnanswered = 64;
const closeCodes: Partial<Record<string, number>> = {
  CLOSING: 1001,
  CURSOR_GONE: 4410,
  TIMEOUT: 4408,
};

export type WebSocketParts = {
  http: HttpServer;
  log: LogBounds;
  subscriptions: Subscriptions;
  identify: Identify;
  attend: Attendance;
  hearSignals: HearSignals;
  dispatch: Dispatch;
  /** Whether a request may come at all, judged by its Host and Origin. */
  allowed(request: IncomingMessage): boolean;
  typing: Limit;
};

/** Takes the upgrades on its path; whatever is not Socket.IO's either is refused. */
export function createWebSocket(parts: WebSocketParts): { close(): void } {
  const server = new WebSocketServer({
    noServer: true,
    // As everywhere, a command is at most 64 KiB.
    maxPayload: 128 * 1024,
    maxFragments: 64,
    maxBufferedChunks: 256,
    perMessageDeflate: false,
  });
  parts.http.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    if (path.startsWith('/socket.io/')) return;
    socket.on('error', () => {});
    if (path !== '/api/v1/events')
      return refuse(socket, fail(new Refusal('NOT_FOUND', 'no such socket')).error);
    welcome(request, parts).then(
      (asked) =>
        server.handleUpgrade(request, socket, head, (ws) => serve(ws, socket, asked, parts)),
      (error: unknown) => refuse(socket, fail(error).error),
    );
  });
  return {
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

type Asked = EventsQuery & { holder: Holder; origin: string; drops: number };

async function welcome(request: IncomingMessage, parts: WebSocketParts): Promise<Asked> {
  if (!parts.allowed(request)) throw new Refusal('FORBIDDEN', 'not for this Host or Origin');
  const query = readEventsQuery(request.url ?? '');
  const ticket = new URL(request.url ?? '', 'ws://here').searchParams.get('ticket') ?? undefined;
  const { drops } = parts.subscriptions;
  const holder = await parts.identify.member(request, ticket);
  requireScope(holder.scopes, 'read');
  return { ...query, holder, origin: originOf(request), drops };
}

/** As the HTTP routes answer, because there is no socket yet. */
function refuse(socket: Duplex, error: Failure): void {
  const text = JSON.stringify({ ok: false, error });
  // The other side might never close its half.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${statusOf(error.code)} Refused\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

function serve(ws: WebSocket, socket: Duplex, asked: Asked, parts: WebSocketParts): void {
  const { start, filter, limit, signals, holder, drops, origin } = asked;
  const { log, subscriptions, attend, hearSignals, dispatch } = parts;
  const send = (frame: SocketFrame): void => ws.send(JSON.stringify(frame));
  ws.on('error', () => {});
  try {
    subscriptions.refuseStale(drops);
    const since = beginningOf(start, log);
    send({ type: 'hello', epoch: log.epoch, since, head: log.head });
    const sink = sinkOf(ws, socket, signals);
    const connection = uuidv7();
    const leave = attend(holder, connection);
    const subscription = subscriptions.open({ holder, since, filter, limit, sink }, drops);
    ws.once('close', () => {
      subscription.close();
      leave();
    });
    const caller = { actor: holder.user, origin, device: holder.device, scopes: holder.scopes };
    const hear = hearSignals(holder, createPace(parts.typing), connection);
    let unanswered = 0;
    let drains = false;
    /** Reads on only while there is room for the answers: who does not take them asks no more. */
    const flow = (): void => {
      if (socket.destroyed) return;
      if (ws.bufferedAmount > MOST_UNREAD) return ws.terminate();
      const full = ws.bufferedAmount > MOST_WAITING;
      if (full || unanswered >= mostUnanswered) ws.pause();
      else ws.resume();
      if (!full || drains) return;
      drains = true;
      void whenDrained(socket).then(() => {
        drains = false;
        flow();
      });
    };
    const answer = (frame: SocketFrame): void => {
      send(frame);
      flow();
    };
    ws.on('message', (data, binary) => {
      // After the goodbye nothing is heard, whatever still comes.
      if (ws.readyState !== ws.OPEN) return;
      const frame = readFrame(binary ? '' : String(data as Buffer));
      if ('error' in frame)
        return answer({ type: 'reply', ref: '', ok: false, error: frame.error });
      if (frame.type === 'signal') return hear(frame.signal);
      unanswered += 1;
      flow();
      const { ref, name, input } = frame;
      void dispatch(caller, { name, input }).then((outcome) => {
        unanswered -= 1;
        answer({ type: 'reply', ref, ...outcome });
      });
    });
  } catch (error) {
    const failure = fail(error).error;
    send({ type: failure.code === 'CURSOR_GONE' ? 'gone' : 'closing', error: failure });
    ws.close(closeCodes[failure.code] ?? 4401);
  }
}

function readFrame(text: string): ClientSocketFrame | { error: Failure } {
  try {
    return parse(ClientSocketFrame, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError)
      return fail(new Refusal('INVALID', `the frame is not JSON: ${error.message}`));
    return fail(error);
  }
}

const encoded = new WeakMap<Parcel, string>();

function encode(parcel: Parcel): string {
  const text = encoded.get(parcel) ?? JSON.stringify({ type: 'events', ...parcel });
  encoded.set(parcel, text);
  return text;
}

function sinkOf(ws: WebSocket, socket: Duplex, signals: boolean): Sink {
  const say = (frame: SocketFrame): void => ws.send(JSON.stringify(frame));
  const net = socket as Duplex & { bytesWritten?: number };
  let answered = true;
  ws.on('pong', () => (answered = true));
  return {
    deliver: (parcel) => ws.send(encode(parcel)),
    ...(signals && { signal: (signal) => say({ type: 'signal', signal }) }),
    quiet(next) {
      say({ type: 'head', next });
      // Who has not answered the last one is not there any more.
      if (!answered) return ws.terminate();
      answered = false;
      ws.ping();
    },
    end(error) {
      // A goodbye would wait behind what is not read.
      if (error.code === 'TIMEOUT') return ws.terminate();
      say({ type: 'closing', error });
      ws.close(closeCodes[error.code] ?? 4401);
      afterGoodbye(() => ws.terminate());
    },
    backlog: () => ws.bufferedAmount,
    sent: () => (net.bytesWritten ?? 0) - ws.bufferedAmount,
    drained: () => whenDrained(socket),
  };
}
