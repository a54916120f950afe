// One listener for each way in, all alike to the tests: they hear events, in order, from a cursor on, until they are cut.
import { request } from 'node:http';
import { createParser } from 'eventsource-parser';
import { io } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Failure } from '../../../src/shared/errors.ts';
import type { EventsFrame, Signal, WireEvent } from '../../../src/shared/events.ts';
import type { EventsPage, SocketFrame } from '../../../src/shared/listening.ts';
import { PROTOCOL_VERSION } from '../../../src/shared/protocol.ts';

export type Wanted = {
  since?: number;
  epoch?: string;
  conversation?: string;
  type?: string;
  limit?: number;
  signals?: '1';
};

export type Heard = {
  events: WireEvent[];
  signals: Signal[];
  /** How it ended, when the server ended it. */
  ended?: Failure | undefined;
  /** The cursor that the way itself would come back with. */
  cursor?: number | undefined;
};

export type Listener = Heard & {
  /** From one moment to the next, without a goodbye. */
  cut(): void;
};

export type Way = {
  name: string;
  /** Begins to hear; resolves when the server has taken the listener, rejects with its refusal. */
  listen(url: string, token: string, wanted?: Wanted): Promise<Listener>;
};

const queryOf = (wanted: Record<string, string | number | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined) query.set(name, String(value));
  return query.toString();
};

const refused = (error: Failure): Error => Object.assign(new Error(error.message), { error });

/** Asks again with each answer's cursor. `wait` 0 is a short poll, which here asks as soon as it was answered. */
function polling(name: string, wait: number): Way {
  return {
    name,
    async listen(url, token, wanted = {}) {
      const heard: Listener = { events: [], signals: [], cut: () => stop.abort() };
      const stop = new AbortController();
      const ask = async (asked: Wanted & { wait?: number }): Promise<EventsPage> => {
        const response = await fetch(`${url}/api/v1/events?${queryOf(asked)}`, {
          headers: { authorization: `Bearer ${token}` },
          signal: stop.signal,
        });
        const answer = (await response.json()) as {
          ok: boolean;
          value: EventsPage;
          error: Failure;
        };
        if (!answer.ok) throw refused(answer.error);
        return answer.value;
      };
      const take = (page: EventsPage): void => {
        heard.events.push(...page.events);
        heard.signals.push(...(page.signals ?? []));
        heard.cursor = page.next;
      };
      take(await ask(wanted));
      const { epoch: _epoch, ...again } = wanted;
      const go = async (): Promise<void> => {
        while (!stop.signal.aborted) take(await ask({ ...again, since: heard.cursor ?? 0, wait }));
      };
      go().catch((error: Error & { error?: Failure }) => {
        if (!stop.signal.aborted)
          heard.ended = error.error ?? { code: 'UNREACHABLE', message: error.message };
      });
      onTestFinished(heard.cut);
      return heard;
    },
  };
}

const eventStream: Way = {
  name: 'server-sent events',
  listen: (url, token, wanted = {}) =>
    new Promise((resolve, reject) => {
      const heard: Listener = { events: [], signals: [], cut: () => void asked.destroy() };
      const { since, ...rest } = wanted;
      const asked = request(`${url}/api/v1/events?${queryOf(rest)}`, {
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
          ...(since !== undefined && { 'last-event-id': String(since) }),
        },
      });
      const parser = createParser({
        onEvent({ event, data, id }) {
          if (id !== undefined) heard.cursor = Number(id);
          const said = JSON.parse(data) as never;
          if (event === 'hello') resolve(heard);
          else if (event === 'gone') reject(refused(said));
          else if (event === 'closing') heard.ended = said;
          else if (event === 'signal') heard.signals.push(said);
          else heard.events.push(said);
        },
      });
      asked.once('response', (response) => {
        response.setEncoding('utf8');
        if (response.statusCode !== 200) {
          let text = '';
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => reject(refused((JSON.parse(text) as { error: Failure }).error)));
          return;
        }
        response.on('data', (chunk: string) => parser.feed(chunk));
        response.on('error', () => {});
      });
      asked.on('error', (error) => reject(error));
      asked.end();
      onTestFinished(heard.cut);
    }),
};

const webSocket: Way = {
  name: 'WebSocket',
  listen: (url, token, wanted = {}) =>
    new Promise((resolve, reject) => {
      const address = `${url.replace('http', 'ws')}/api/v1/events?${queryOf(wanted)}`;
      const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } });
      const heard: Listener = { events: [], signals: [], cut: () => socket.terminate() };
      socket.on('error', reject);
      socket.on('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += String(chunk)));
        response.on('end', () => reject(refused((JSON.parse(text) as { error: Failure }).error)));
      });
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(String(data)) as SocketFrame;
        if (frame.type === 'hello') resolve(heard);
        else if (frame.type === 'gone') reject(refused(frame.error));
        else if (frame.type === 'closing') heard.ended = frame.error;
        else if (frame.type === 'signal') heard.signals.push(frame.signal);
        else if (frame.type === 'events') heard.events.push(...frame.events);
        if (frame.type === 'events' || frame.type === 'head') heard.cursor = frame.next;
      });
      onTestFinished(heard.cut);
    }),
};

const socketIo = (transport: 'websocket' | 'polling'): Way => ({
  name: `Socket.IO by ${transport}`,
  listen: (url, token, wanted = {}) =>
    new Promise((resolve, reject) => {
      const { since = -1, epoch, conversation, type, signals } = wanted;
      const listen = {
        ...(since >= 0 && { since }),
        ...(epoch !== undefined && { epoch }),
        ...(conversation !== undefined && { conversations: conversation.split(',') }),
        ...(type !== undefined && { types: type.split(',') }),
        signals: signals === '1',
      };
      const socket = io(url, {
        auth: { protocol: PROTOCOL_VERSION, token, listen },
        transports: [transport],
        reconnection: false,
        forceNew: true,
      });
      const heard: Listener = { events: [], signals: [], cut: () => void socket.close() };
      socket.once('connect', () => resolve(heard));
      socket.once('connect_error', (error: Error & { data?: Failure }) =>
        reject(error.data ? refused(error.data) : error),
      );
      socket.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect')
          heard.ended = { code: 'UNREACHABLE', message: reason };
      });
      socket.on('signal', (signal: Signal) => heard.signals.push(signal));
      socket.on('events', (frame: EventsFrame) => {
        heard.events.push(...frame.events);
        heard.cursor = frame.events.at(-1)?.pos;
      });
      onTestFinished(heard.cut);
    }),
});

export const ways: Way[] = [
  polling('short poll', 0),
  polling('long poll', 20),
  eventStream,
  webSocket,
  socketIo('websocket'),
  socketIo('polling'),
];
