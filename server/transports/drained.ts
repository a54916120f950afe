// When what was written has left, or never will.
import type { Writable } from 'node:stream';

export function whenDrained(stream: Writable): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.removeListener('drain', done).removeListener('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
