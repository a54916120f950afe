// When what was written has left, or never will.
import type { Writable } from 'node:stream';

export function whenDrained(stream: Writable): Promise<void> {
  if (stream.writableLength === 0) return Promise.resolve();
  // Never in this very turn: whoever asks again at once would keep the turn from ending, and the close from being heard.
  if (stream.destroyed) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const done = (): void => {
      stream.removeListener('drain', done).removeListener('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
