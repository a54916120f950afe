// Server-sent events: one answer that goes on, and commands by POST beside it. For networks whose proxies let nothing
// but plain requests through.
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { Failure, Refusal } from '../../shared/errors.ts';
import { Signal, WireEvent } from '../../shared/events.ts';
import { Hello, KEEPALIVE_MS } from '../../shared/listening.ts';
import { ACK_TIMEOUT_MS } from '../../shared/protocol.ts';
import { createAsker } from './asker.ts';
import { within } from './bounded.ts';
import { createEnding } from './ending.ts';
import { framesOf } from './frames.ts';
import { createSpeaking } from './speaking.ts';
import type { Server, Transport, TransportListener } from './transport.ts';
import { checkVersion } from './version.ts';

/** UTF-16 units of one event. */
const mostBuffered = 1024 * 1024;

/** Resolves with the greeting; rejects with UPGRADE_REQUIRED, TIMEOUT and what the asker does. */
export async function connectStream(
  to: Server,
  listener: TransportListener,
  patienceMs = ACK_TIMEOUT_MS,
): Promise<Transport> {
  const asker = createAsker(to);
  const stop = new AbortController();
  const ending = createEnding(listener, () => {
    stop.abort();
    asker.close();
  });
  const { request, signal } = createSpeaking(asker, ending.down);
  const open = async (): Promise<void> => {
    await checkVersion(asker, to.base, patienceMs);
    const path = '/api/v1/events?signals=1';
    const response = await asker.stream(path, 'text/event-stream', stop.signal);
    await hear(response, { ...listener, down: ending.down });
  };
  try {
    await within(patienceMs, open(), 'no greeting');
  } catch (error) {
    ending.close();
    throw error;
  }
  return { way: () => 'stream', request, signal, close: ending.close };
}

/** Resolves with the greeting; from then on whatever ends the stream is told. */
function hear(response: IncomingMessage, listener: TransportListener): Promise<void> {
  const greeting = Promise.withResolvers<void>();
  let greeted = false;
  let ended = false;
  let cursor = 0;
  const events: WireEvent[] = [];

  function end(failure: Failure): void {
    if (ended) return;
    ended = true;
    clearTimeout(silence);
    response.destroy();
    const { code, message, ...details } = failure;
    if (greeted) listener.down(failure);
    else greeting.reject(new Refusal(code, message, details));
  }
  const broken = (why: string): void => end({ code: 'UNREACHABLE', message: why });
  const silence = setTimeout(
    () => end({ code: 'TIMEOUT', message: 'the stream is silent' }),
    2 * KEEPALIVE_MS,
  );

  function flush(): void {
    const floor = cursor;
    cursor = Math.max(cursor, ...events.map(({ pos }) => pos));
    for (const frame of framesOf(events.splice(0), floor)) listener.events(frame);
  }

  function take(event: string, said: unknown): void {
    if (event === 'hello') {
      cursor = Hello.parse(said).since;
      greeted = true;
      greeting.resolve();
    } else if (event === 'gone' || event === 'closing') {
      flush();
      end(Failure.parse(said));
    } else if (event === 'signal') {
      flush();
      const signal = Signal.safeParse(said);
      // One from a newer server is nothing to us.
      if (signal.success) listener.signal(signal.data);
    } else {
      const read = WireEvent.safeParse(said);
      if (read.success) events.push(read.data);
      // Not understood is not received: what it held must be pulled.
      else listener.signal({ type: 'behind' });
    }
  }

  const parser = createParser({
    maxBufferSize: mostBuffered,
    onEvent({ event = '', data }) {
      if (!ended) take(event, JSON.parse(data));
    },
    onError({ type }) {
      if (type === 'max-buffer-size-exceeded')
        end({ code: 'NOT_LANLINE', message: 'an event is too long' });
    },
  });
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    if (ended) return;
    silence.refresh();
    try {
      parser.feed(chunk);
      flush();
    } catch (error) {
      end({ code: 'NOT_LANLINE', message: `the stream is not understood: ${String(error)}` });
    }
  });
  response.on('error', (error) => broken(error.message));
  response.once('close', () => broken('the stream ended'));
  return greeting.promise;
}
