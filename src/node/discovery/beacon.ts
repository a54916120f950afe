// The text of beacons: small JSON datagrams, for networks that let no multicast through.
import { z } from 'zod';
import { Announcement } from '../../shared/discovery.ts';

/** No datagram of ours is longer, and no longer one is read. Bytes. */
export const longestBeacon = 512;

const Beacon = z.discriminatedUnion('kind', [
  z.object({ lanline: z.literal(1), kind: z.literal('who') }),
  z.object({ lanline: z.literal(1), kind: z.literal('here'), ...Announcement.shape }),
]);

/** "Who is there?" As long as this, because nobody gets more than four times what they sent. */
export const whoBeacon: Buffer = Buffer.from(
  JSON.stringify({ lanline: 1, kind: 'who', fill: '-'.repeat(100) }),
);

export const hereBeacon = ({ team, name, pin, port, people }: Announcement): Buffer =>
  Buffer.from(JSON.stringify({ lanline: 1, kind: 'here', team, name, pin, port, people }));

/** What a datagram says; null when it is nothing of ours. */
export function readBeacon(message: Buffer): 'who' | Announcement | null {
  if (message.length > longestBeacon) return null;
  let value: unknown;
  try {
    value = JSON.parse(message.toString());
  } catch {
    return null;
  }
  const beacon = Beacon.safeParse(value);
  if (!beacon.success) return null;
  if (beacon.data.kind === 'who') return 'who';
  const { team, name, pin, port, people } = beacon.data;
  return { team, name, pin, port, people };
}

/** Whether an answer is in proportion to what was asked: a false sender must not make us flood others. */
export const isProportionate = (asked: Buffer, answer: Buffer): boolean =>
  answer.length <= 4 * asked.length;
