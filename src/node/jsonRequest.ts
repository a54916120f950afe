// One question in JSON over HTTP, to a stranger who may answer anything, for ever, or not at all.
import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Refusal } from '../shared/errors.ts';

export type JsonRequest = {
  /** For https a pinned agent; without one a fresh connection that node judges. */
  agent?: Agent | undefined;
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** For the whole exchange; 5000 unless told. */
  timeoutMs?: number;
  /** Bytes of the answer's body; 64 KiB unless told. */
  limit?: number;
};

/**
 * The answer's JSON, whatever its status. Throws UNREACHABLE, NOT_LANLINE (not HTTP, a redirect, not JSON, too
 * long) or what the agent refused with (KEY_CHANGED).
 */
export async function requestJson(url: string, request: JsonRequest = {}): Promise<unknown> {
  const text = await exchange(url, request).catch((error: unknown) => {
    throw asRefusal(url, error);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('NOT_LANLINE', `${url} did not answer in JSON`);
  }
}

/** Whether `requestJson` failed because the other side does not speak TLS: look again by http. */
export const isPlainHttp = (error: unknown): boolean =>
  error instanceof Refusal &&
  error.cause instanceof Error &&
  /SSL|EPROTO/.test(codeOf(error.cause)) &&
  notTls.test(`${codeOf(error.cause)} ${error.cause.message}`);

// What OpenSSL and BoringSSL say of bytes that are no TLS, as a code or inside a message.
const notTls = /wrong.version.number|packet.length.too.long|unknown.protocol|http.request/i;

async function exchange(url: string, request: JsonRequest): Promise<string> {
  const { agent, method = 'GET', body, headers, timeoutMs = 5000, limit = 64 * 1024 } = request;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const ask = url.startsWith('https:') ? requestHttps : requestHttp;
    const asked = ask(url, {
      agent: agent ?? false,
      method,
      headers: {
        accept: 'application/json',
        // A connection kept from the last question may be dead by the next one, and look like trouble.
        connection: 'close',
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      // Also ends the answer's body.
      signal: AbortSignal.timeout(timeoutMs),
    });
    asked.once('response', resolve);
    asked.on('error', reject);
    asked.once('close', () => reject(new Error('closed without an answer')));
    asked.end(sent);
  });
  try {
    return await textOf(response, limit);
  } finally {
    response.destroy();
  }
}

async function textOf(response: IncomingMessage, limit: number): Promise<string> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400)
    throw new Refusal('NOT_LANLINE', `sends us elsewhere (${status})`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new Refusal('NOT_LANLINE', 'the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function asRefusal(url: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  // Something answers, but not in HTTP (a printer, a database) or not in TLS.
  const foreign = code.startsWith('HPE_') || code.startsWith('ERR_SSL_') || code === 'EPROTO';
  const why = code === 'ABORT_ERR' ? 'no answer in time' : code || String(error);
  const refusal = new Refusal(foreign ? 'NOT_LANLINE' : 'UNREACHABLE', `${url}: ${why}`);
  refusal.cause = error;
  return refusal;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
