// Questions over HTTP to a server that has let us in: through the agent, with the token, on connections that are kept.
// What answers may be a proxy, or hostile: nothing is followed elsewhere, and no answer is endless.
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import { Failure, Refusal, unwrap } from '../../shared/errors.ts';
import { ACK_TIMEOUT_MS } from '../../shared/protocol.ts';
import { textOf } from './bounded.ts';
import type { Server } from './transport.ts';

/** Kept connections that turn out to be dead before a new one is made. */
const mostStale = 16;

export type Question = {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Until the answer is complete; 10 s unless told. */
  timeoutMs?: number;
};

export type Asker = ReturnType<typeof createAsker>;

export function createAsker({ base, token, agent }: Server) {
  const closing = new AbortController();

  function send(path: string, question: Question, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = 'GET', body, headers } = question;
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const ask = base.startsWith('https:') ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const asked = ask(base + path, {
        agent,
        method,
        signal,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(sent !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      });
      asked.once('response', resolve);
      asked.on('error', (error: NodeJS.ErrnoException) => {
        const stale = asked.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
        reject(stale ? new Stale(error.message) : error);
      });
      asked.once('close', () => reject(new Error('closed without an answer')));
      asked.end(sent);
    });
  }

  /** The other side may have closed a kept connection just as we used it: every question may be asked twice. */
  async function insist(path: string, question: Question, signal: AbortSignal) {
    for (let tries = 0; ; tries++) {
      try {
        return await send(path, question, signal);
      } catch (error) {
        if (!(error instanceof Stale) || tries >= mostStale) throw error;
      }
    }
  }

  return {
    /**
     * The value of an answer. Rejects with the server's refusal, what the agent refused with, TIMEOUT, or UNREACHABLE
     * and NOT_LANLINE for what is no answer of a server of ours.
     */
    async value(path: string, question: Question = {}, stop?: AbortSignal): Promise<unknown> {
      const { timeoutMs = ACK_TIMEOUT_MS } = question;
      const late = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([late, closing.signal, ...(stop ? [stop] : [])]);
      try {
        const response = await insist(path, question, signal);
        return await readValue(response);
      } catch (error) {
        throw asRefusal(path, error, late.aborted);
      }
    },
    /** The JSON of a page that anybody may see. Rejects as `value`. */
    async page(path: string, timeoutMs = ACK_TIMEOUT_MS): Promise<unknown> {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        const signal = AbortSignal.any([late, closing.signal]);
        const response = await insist(path, {}, signal);
        return parsed(response.statusCode ?? 0, await textOf(response));
      } catch (error) {
        throw asRefusal(path, error, late.aborted);
      }
    },
    /** An answer that goes on, once it has begun. Rejects as `value`. */
    async stream(path: string, accept: string, stop: AbortSignal): Promise<IncomingMessage> {
      try {
        const signal = AbortSignal.any([stop, closing.signal]);
        const response = await insist(path, { headers: { accept } }, signal);
        if (response.statusCode === 200 && response.headers['content-type']?.startsWith(accept))
          return response;
        await readValue(response);
        throw new Refusal('NOT_LANLINE', `${path}: no ${accept}`);
      } catch (error) {
        throw asRefusal(path, error, false);
      }
    },
    /** Ends every question under way. */
    close: (): void => closing.abort(),
  };
}

class Stale extends Error {}

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

/** The value of an answer; throws the server's refusal, UNREACHABLE or NOT_LANLINE. */
export async function readValue(response: IncomingMessage): Promise<unknown> {
  const { statusCode = 0 } = response;
  const answer = Answer.safeParse(parsed(statusCode, await textOf(response)));
  if (answer.success) return unwrap(answer.data);
  throw notOurs(statusCode);
}

function parsed(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notOurs(status);
  }
}

/** A proxy's page, as when it cannot reach the server, or somebody else altogether. */
const notOurs = (status: number): Refusal =>
  status === 200
    ? new Refusal('NOT_LANLINE', 'the answer is not understood')
    : new Refusal('UNREACHABLE', `status ${status}`);

function asRefusal(path: string, error: unknown, late: boolean): Refusal {
  if (error instanceof Refusal) return error;
  if (late) return new Refusal('TIMEOUT', `${path}: no answer`);
  return new Refusal('UNREACHABLE', error instanceof Error ? error.message : String(error));
}
