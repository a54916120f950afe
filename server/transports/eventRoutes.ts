// `/api/v1/events` for those who ask by HTTP: short poll, long poll and server-sent events, all on one subscription.
import type Router from '@koa/router';
import type Koa from 'koa';
import { fail, Refusal } from '../../src/shared/errors.ts';
import { ClientSignal } from '../../src/shared/events.ts';
import { parse } from '../../src/shared/parse.ts';
import { beginningOf, type LogBounds } from '../cursor.ts';
import { requireScope } from '../scopes.ts';
import type { Subscriptions } from '../subscriptions.ts';
import type { Throttle } from '../throttle.ts';
import type { Tickets } from '../tickets.ts';
import type { HearSignals } from './clientSignals.ts';
import { readEventsQuery } from './eventsQuery.ts';
import { type Identify, tokenOf } from './identify.ts';
import type { Attendance } from './attendance.ts';
import type { Mailboxes } from './mailboxes.ts';
import { poll } from './poll.ts';
import { eventStreamHeaders, openEventStream, sayGone } from './sse.ts';

export type EventParts = {
  log: LogBounds;
  subscriptions: Subscriptions;
  identify: Identify;
  tickets: Tickets;
  mailboxes: Mailboxes;
  attend: Attendance;
  hearSignals: HearSignals;
  throttle: Pick<Throttle, 'count'>;
  /** Streams, and questions that wait, of one person. */
  most: number;
};

export function addEventRoutes(router: Router, parts: EventParts): void {
  router.get('/api/v1/events', async (context) => {
    const query = readEventsQuery(context.url, context.get('last-event-id'));
    const drops = parts.subscriptions.drops;
    const holder = await parts.identify.member(context.req, ticketOf(context));
    requireScope(holder.scopes, 'read');
    const streams = context.get('accept').includes('text/event-stream');
    if (streams && 'wait' in context.query)
      throw new Refusal('INVALID', 'wait: a stream needs none', { field: 'wait' });
    if (streams && context.method === 'HEAD') {
      context.status = 200;
      return context.set(eventStreamHeaders);
    }
    if (streams) return stream(context, parts, { ...query, holder, drops });
    await parts.throttle.count('polls', holder.user);
    if (parts.subscriptions.count(holder.user) >= parts.most)
      throw new Refusal('RATE_LIMITED', 'too many questions wait already', { retryAfterMs: 1000 });
    const gone = new AbortController();
    context.res.once('close', () => gone.abort());
    const { start, signals, mailbox: name, ...wish } = query;
    const since = beginningOf(start, parts.log);
    const mailbox = signals ? parts.mailboxes.of(holder, name, drops) : undefined;
    const asked = { ...wish, holder, since, mailbox, gone: gone.signal };
    const value = await poll(parts.subscriptions, asked, parts.log, drops);
    context.body = { ok: true, value };
  });

  router.post('/api/v1/tickets', async (context) => {
    const holder = await parts.identify.member(context.req);
    requireScope(holder.scopes, 'read');
    context.body = { ok: true, value: parts.tickets.give(tokenOf(context.req) ?? '') };
  });

  router.post('/api/v1/signals', async (context) => {
    const holder = await parts.identify.member(context.req);
    const signal = parse(ClientSignal, context.request.body);
    if (signal.type === 'typing') {
      requireScope(holder.scopes, 'send');
      await parts.throttle.count('typing', holder.device);
    }
    parts.hearSignals(holder, () => true)(signal);
    context.body = { ok: true, value: {} };
  });
}

const ticketOf = ({ query }: Koa.Context): string | undefined =>
  typeof query['ticket'] === 'string' ? query['ticket'] : undefined;

type Asked = ReturnType<typeof readEventsQuery> & {
  holder: Awaited<ReturnType<Identify['member']>>;
  drops: number;
};

function stream(context: Koa.Context, parts: EventParts, asked: Asked): void {
  const { start, filter, signals, limit, holder, drops } = asked;
  const { log, subscriptions, attend } = parts;
  const { res: response } = context;
  subscriptions.refuseStale(drops);
  let since: number;
  try {
    since = beginningOf(start, log);
  } catch (error) {
    context.respond = false;
    return sayGone(response, fail(error).error);
  }
  // Koa would end a response that it believes to be complete.
  context.respond = false;
  const hello = { epoch: log.epoch, since, head: log.head };
  const sink = openEventStream(response, hello, signals);
  const leave = attend(holder);
  const subscription = subscriptions.open({ holder, since, filter, limit, sink }, drops);
  // Resets are normal.
  response.on('error', () => {});
  response.once('close', () => {
    subscription.close();
    leave();
  });
}
