// So many in so many seconds, for one connection.
import type { Limit } from '../limits.ts';

/** Says of each whether it is still within the limit. */
export function createPace({ tries, seconds }: Limit): () => boolean {
  let from = -Infinity;
  let count = 0;
  return () => {
    const now = performance.now();
    if (now - from >= seconds * 1000) [from, count] = [now, 0];
    count += 1;
    return count <= tries;
  };
}
