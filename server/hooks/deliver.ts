// One try to hand one event to the receiver of an outgoing hook.
import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Team } from '../../src/shared/entities.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { OutgoingHook } from '../store/store.ts';
import { version } from '../version.ts';
import { guardedLookup, type Resolve, targetTrouble } from './target.ts';

/** What a receiver says beyond its status is nobody's business here. Bytes. */
const mostAnswer = 64 * 1024;
const gone = 410;

/** `final`: it will not take this event, however often it is tried. */
export type Delivered = { ok: true } | { ok: false; error: string; final: boolean };

export type Deliver = (
  hook: OutgoingHook,
  event: WireEvent,
  ending: AbortSignal,
) => Promise<Delivered>;

export type DeliverOptions = {
  /** How long the receiver may take, all in all. Milliseconds. */
  timeoutMs: number;
  /** How names become addresses; the system's way unless told. */
  resolve?: Resolve | undefined;
};

export function createDeliver(team: () => Team, { timeoutMs, resolve }: DeliverOptions): Deliver {
  return async (hook, event, ending) => {
    // A literal address is never looked up.
    const trouble = hook.allowPrivate ? null : targetTrouble(hook.url);
    if (trouble !== null) return { ok: false, error: trouble, final: false };
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const status = await post(hook, payloadOf(hook, team(), event), {
        lookup: guardedLookup(hook.allowPrivate, resolve),
        signal: AbortSignal.any([ending, timeout]),
      });
      if (status >= 200 && status < 300) return { ok: true };
      return { ok: false, error: `answered ${status}`, final: status === gone };
    } catch (error) {
      const seconds = timeoutMs / 1000;
      const why = timeout.aborted ? `no answer within ${seconds} seconds` : wordsOf(error);
      return { ok: false, error: why, final: false };
    }
  };
}

/** `v1=` and, in hex, the HMAC-SHA256 of the timestamp, a full stop and the body. */
const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

type Payload = { body: string; headers: Record<string, string> };

function payloadOf(hook: OutgoingHook, { id, name }: Team, event: WireEvent): Payload {
  const body = JSON.stringify({ hook: hook.id, team: { id, name }, event });
  // Seconds since 1970.
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': `Lanline/${version}`,
      'lanline-event': event.type,
      // The same in every try, so that a receiver knows what it has had already.
      'lanline-delivery': `${hook.id}-${event.pos}`,
      'lanline-timestamp': timestamp,
      'lanline-signature': signatureOf(hook.secret, timestamp, body),
    },
  };
}

/** The answer's status. Redirects are answers like others; each try is a connection of its own, looked up anew. */
function post(
  { url }: OutgoingHook,
  { body, headers }: Payload,
  options: { lookup: ReturnType<typeof guardedLookup>; signal: AbortSignal },
): Promise<number> {
  const send = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asked = send(url, { method: 'POST', headers, agent: false, ...options });
    asked.once('response', (response) => {
      const status = response.statusCode ?? 0;
      let bytes = 0;
      // Its status stands, however the rest of it ends.
      asked.off('error', reject).on('error', () => resolve(status));
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes > mostAnswer) response.destroy();
      });
      response.on('error', () => {});
      response.once('close', () => resolve(status));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function wordsOf(error: unknown): string {
  // Several addresses, several failures: the first says enough.
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  const words = error instanceof Error ? error.message : String(error);
  return words.slice(0, 200);
}
