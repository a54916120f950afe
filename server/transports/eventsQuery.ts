// What stands in the query of `/api/v1/events`, the same for poll, long poll, stream and socket.
import { z } from 'zod';
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { type Filter, LONGEST_WAIT, Listening, type Start } from '../../src/shared/listening.ts';
import { parse } from '../../src/shared/parse.ts';

export type EventsQuery = {
  start: Start;
  filter: Filter;
  signals: boolean;
  /** Which of the device's mailboxes, where it polls more than once; each keeps its own signals. */
  mailbox: string;
  /** Events in one answer. */
  limit: number;
  /** Seconds; 0 answers at once. */
  wait: number;
};

/** A whole number in decimal digits and nothing else: `1e9`, `-1` and `0x1` are none. */
const whole = (most: number, least = 0) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'not a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `not between ${least} and ${most}`)
    .optional();

const Query = z.strictObject({
  since: whole(Number.MAX_SAFE_INTEGER),
  epoch: z.string().optional(),
  conversation: z.string().optional(),
  type: z.string().optional(),
  limit: whole(limits.page, 1),
  wait: whole(LONGEST_WAIT),
  signals: z.enum(['0', '1']).optional(),
  mailbox: z
    .string()
    .regex(/^[a-z]{1,16}$/, 'not a name of a to z')
    .optional(),
  ticket: z.string().optional(),
});

/** Lists are written with commas. Throws INVALID with the parameter at fault, also for one that does not exist. */
export function readEventsQuery(url: string, lastEventId = ''): EventsQuery {
  const search = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  for (const name of search.keys())
    if (search.getAll(name).length > 1)
      throw new Refusal('INVALID', `${name}: given more than once`, { field: name });
  const given = parse(Query, Object.fromEntries(search));
  // What a browser remembers of its stream is newer than the address it was opened with.
  const since = lastEventId === '' ? given.since : parse(Query, { since: lastEventId }).since;
  const wanted = parse(Listening, {
    since,
    epoch: given.epoch,
    conversations: listOf(given.conversation),
    types: listOf(given.type),
    signals: given.signals === '1',
  });
  const { conversations, types, signals, ...start } = wanted;
  return {
    start,
    filter: { conversations, types },
    signals,
    mailbox: given.mailbox ?? '',
    limit: given.limit ?? limits.page,
    wait: given.wait ?? 0,
  };
}

const listOf = (text: string | undefined): string[] | undefined => text?.split(',');
