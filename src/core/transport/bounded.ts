// What a server says is read to an end, but never without one.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../../shared/errors.ts';

/** Bytes of one answer or frame: a page of the longest messages, and room to spare. */
export const MOST_BYTES = 32 * 1024 * 1024;

/** The whole body. Throws NOT_LANLINE when it is too long, and what broke on the way. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop ends the response.
    if (bytes > MOST_BYTES) throw new Refusal('NOT_LANLINE', 'the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The same promise, but TIMEOUT after so many milliseconds. Whoever asks ends the work itself. */
export async function within<T>(ms: number, work: Promise<T>, message: string): Promise<T> {
  const over = new AbortController();
  const late = delay(ms, undefined, { signal: over.signal }).then(() => {
    throw new Refusal('TIMEOUT', message);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}
