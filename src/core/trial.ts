// Measuring a way to the server: what is said comes back as everything does that others say, over connections of the
// trial's own.
import type { Socket } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { Refusal } from '../shared/errors.ts';
import type { WayTrial } from '../shared/ways.ts';
import { within } from './transport/bounded.ts';
import type { Transport, TransportListener } from './transport/transport.ts';

const times = 10;
/** As long as messages usually are. Letters. */
const text = 'The quick brown fox jumps over the lazy dog, and the dog looks on, saying nought';
/** Milliseconds for all of it. */
const longest = 20_000;

export type OpenTrial = (
  listener: TransportListener,
  opened: (socket: Socket) => void,
) => Promise<Transport>;

/** Rejects as opening does, with what ended the connection, and with TIMEOUT. `stop` ends it before. */
export async function measure(open: OpenTrial, stop: AbortSignal): Promise<WayTrial> {
  const sockets = new Set<Socket>();
  const heard = new Map<string, () => void>();
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  const closing = (): void => over.reject(new Refusal('CLOSING', 'closing'));
  stop.addEventListener('abort', closing);

  const listener: TransportListener = {
    events: () => undefined,
    signal: (signal) => {
      if (signal.type === 'echo') heard.get(signal.ref)?.();
    },
    down: ({ code, message }) => over.reject(new Refusal(code, message)),
  };

  async function once(transport: Transport): Promise<number> {
    const ref = uuidv7();
    const back = new Promise<void>((resolve) => heard.set(ref, resolve));
    const began = performance.now();
    const asked = transport.request('link.echo', { ref, text });
    await Promise.race([Promise.all([asked, back]), over.promise]);
    return performance.now() - began;
  }

  async function run(): Promise<WayTrial> {
    const transport = await open(listener, (socket) => sockets.add(socket));
    try {
      const before = bytesOf(sockets);
      const samples: number[] = [];
      while (samples.length < times) samples.push(await once(transport));
      return summed(samples, bytesOf(sockets) - before);
    } finally {
      transport.close();
    }
  }

  try {
    return await within(longest, run(), 'the trial took too long');
  } catch (error) {
    over.reject(error);
    throw error;
  } finally {
    stop.removeEventListener('abort', closing);
  }
}

function summed(samples: number[], bytes: number): WayTrial {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return {
    medianMs: at(0.5),
    p95Ms: at(0.95),
    bytesPerMessage: Math.round(bytes / samples.length),
    samples,
  };
}

function bytesOf(sockets: Iterable<Socket>): number {
  let bytes = 0;
  for (const { bytesRead, bytesWritten } of sockets) bytes += bytesRead + bytesWritten;
  return bytes;
}
