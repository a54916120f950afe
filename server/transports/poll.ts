// Short and long polling: one question, one answer. What is there is answered at once; where nothing is, a long poll
// waits for the first that comes.
import type { EventsPage } from '../../src/shared/listening.ts';
import { Refusal } from '../../src/shared/errors.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import type { LogBounds } from '../cursor.ts';
import type { Wish } from '../subscription.ts';
import type { Subscriptions } from '../subscriptions.ts';
import type { Mailbox } from './mailboxes.ts';

export type PollWish = Omit<Wish, 'sink'> & {
  limit: number;
  /** Seconds to wait for the first event; 0 answers at once. */
  wait: number;
  /** Signals that waited for this poll; undefined for who does not ask for any. */
  mailbox?: Mailbox | undefined;
  /** The other side went away. */
  gone: AbortSignal;
};

/** How long a poll looks on through what its filter hides, before it answers how far it got. Milliseconds. */
const looksMs = 500;

/** Resolves with the page; rejects with what ended the subscription. Whoever went away gets an answer all the same. */
export async function poll(
  subscriptions: Pick<Subscriptions, 'open'>,
  { limit, wait, mailbox, gone, ...wish }: PollWish,
  log: LogBounds,
  seenDrops: number,
): Promise<EventsPage> {
  const begun = performance.now();
  const answer = Promise.withResolvers<EventsPage>();
  let cursor = wish.since;
  let given = false;
  const give = (events: WireEvent[], next: number): void => {
    // What comes between the answer and its leaving waits for the next one.
    if (given) return;
    given = true;
    // Nobody is there to take what passed by.
    const signals = gone.aborted ? [] : mailbox?.take();
    answer.resolve({
      epoch: log.epoch,
      events,
      next,
      head: Math.max(log.head, next),
      ...(signals && { signals }),
    });
  };
  const giveUp = (): void => give([], cursor);

  const subscription = subscriptions.open(
    {
      ...wish,
      limit,
      sink: {
        deliver({ events, next }) {
          // One commit may hold more than was asked for.
          const page = events.slice(0, limit);
          give(page, page.length < events.length ? (page.at(-1)?.pos ?? next) : next);
        },
        passed(next) {
          cursor = next;
          if (performance.now() - begun > looksMs) giveUp();
        },
        live() {
          cursor = log.head;
          if (wait === 0 || mailbox?.waiting()) giveUp();
        },
        end: ({ code, message, ...details }) => answer.reject(new Refusal(code, message, details)),
        backlog: () => 0,
        sent: () => 0,
        drained: () => Promise.resolve(),
      },
    },
    seenDrops,
  );
  const timer = setTimeout(giveUp, wait * 1000);
  // While it still catches up a question that does not wait has its answer anyway.
  if (wait === 0) clearTimeout(timer);
  const unwatch = mailbox?.watch(giveUp);
  gone.addEventListener('abort', giveUp);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    unwatch?.();
    gone.removeEventListener('abort', giveUp);
    subscription.close();
  }
}
