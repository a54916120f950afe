// A connection that costs little, so that the load does not become what is measured: what comes is handed on as bytes,
// and everything is counted. Loopback only.
import { connect } from 'node:net';

/** What crossed the sockets of many, both ways, in bytes as the sockets see them: heads and frames, not TCP's own. */
export type Traffic = { bytes: number; requests: number };

export type Wire = { write(data: string | Buffer): void; close(): void };

export type WireOptions = {
  traffic?: Traffic | undefined;
  /** Gets what came and is not used up, good during the call only; answers how many bytes of it it has used. */
  take(bytes: Buffer): number;
  /** The other side is gone; not told after `close()`. */
  ended(error: Error): void;
};

/** Every connection reads into this one: what a read brings is handled before the next. */
const shared = Buffer.allocUnsafe(256 * 1024);
const nothing = Buffer.alloc(0);

export function openWire(port: number, { traffic, take, ended }: WireOptions): Wire {
  let rest: Buffer = nothing;
  let closed = false;
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: shared,
      callback(length) {
        if (traffic) traffic.bytes += length;
        const read = shared.subarray(0, length);
        const bytes = rest.length > 0 ? Buffer.concat([rest, read]) : read;
        const used = take(bytes);
        // A copy: the shared buffer is about to be overwritten.
        rest = used < bytes.length ? Buffer.from(bytes.subarray(used)) : nothing;
        return !closed;
      },
    },
  });
  const over = (error: Error): void => {
    if (closed) return;
    closed = true;
    socket.destroy();
    ended(error);
  };
  socket.on('error', over);
  socket.once('end', () => over(new Error('the server closed the connection')));
  return {
    write(data) {
      if (traffic) traffic.bytes += Buffer.byteLength(data);
      socket.write(data);
    },
    close() {
      closed = true;
      socket.destroy();
    },
  };
}
