// How many requests of one person are being answered. An answer that nobody reads stays in memory until its connection
// is given up, so nobody may have many of them.
import type { ServerResponse } from 'node:http';
import { Refusal } from '../../src/shared/errors.ts';

export type UnderWay = ReturnType<typeof createUnderWay>;

export function createUnderWay(most: number) {
  const counts = new Map<string, number>();

  function change(person: string, by: 1 | -1): void {
    const count = (counts.get(person) ?? 0) + by;
    if (count > 0) counts.set(person, count);
    else counts.delete(person);
  }

  /** Counts this one until its answer has left, or its connection is gone. Throws RATE_LIMITED. */
  return (person: string, response: ServerResponse): void => {
    if ((counts.get(person) ?? 0) >= most)
      throw new Refusal('RATE_LIMITED', 'too many requests are being answered already', {
        retryAfterMs: 1000,
      });
    change(person, 1);
    response.once('close', () => change(person, -1));
  };
}
