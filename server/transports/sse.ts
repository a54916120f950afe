// Server-sent events: one response that goes on. `id:` is the cursor, so a browser that lost the way comes back to the
// very place; `event:` is the event's type.
import type { ServerResponse } from 'node:http';
import type { Failure } from '../../src/shared/errors.ts';
import type { Signal } from '../../src/shared/events.ts';
import type { Hello } from '../../src/shared/listening.ts';
import type { Parcel } from '../parcels.ts';
import type { Sink } from '../subscription.ts';
import { whenDrained } from './drained.ts';
import { afterGoodbye } from './goodbye.ts';

/** Milliseconds after which a browser comes back. */
const retryMs = 2000;

export const eventStreamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Content-Type-Options': 'nosniff',
  // For nginx, which otherwise keeps what is small to itself.
  'X-Accel-Buffering': 'no',
};

/** Writes the head and the greeting; what the subscription has goes after it. */
export function openEventStream(response: ServerResponse, hello: Hello, signals: boolean): Sink {
  response.writeHead(200, eventStreamHeaders);
  // Nagle would hold back an event until the one before was confirmed.
  response.socket?.setNoDelay(true);
  response.write(`retry: ${retryMs}\n${block('hello', hello, hello.since)}`);
  return {
    deliver: (parcel) => void response.write(encode(parcel)),
    ...(signals && { signal: (signal) => void response.write(encodeSignal(signal)) }),
    // An id without data moves the browser's cursor and tells the page nothing.
    quiet: (cursor) => void response.write(`: keepalive\nid: ${cursor}\n\n`),
    end(why) {
      // A goodbye would wait behind what is not read.
      if (why.code === 'TIMEOUT') return void response.destroy();
      response.end(block('closing', why));
      afterGoodbye(() => response.destroy());
    },
    backlog: () => response.writableLength,
    sent: () => (response.socket?.bytesWritten ?? 0) - response.writableLength,
    drained: () => whenDrained(response),
  };
}

/** A cursor that can no longer be served, said where a browser's page can hear it: a status it never shows. */
export function sayGone(response: ServerResponse, failure: Failure): void {
  response.writeHead(200, eventStreamHeaders);
  response.end(block('gone', failure, failure.cursor?.oldest));
}

const encoded = new WeakMap<Parcel, string>();

function encode(parcel: Parcel): string {
  let text = encoded.get(parcel);
  if (text === undefined) {
    text = parcel.events.map((event) => block(event.type, event, event.pos)).join('');
    encoded.set(parcel, text);
  }
  return text;
}

const encodedSignals = new WeakMap<Signal, string>();

function encodeSignal(signal: Signal): string {
  const text = encodedSignals.get(signal) ?? block('signal', signal);
  encodedSignals.set(signal, text);
  return text;
}

/** JSON holds no line break, so one data line is enough. */
const block = (event: string, data: unknown, id?: number): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
