// One listener, by whichever way: brought up to date from the log, then told what is committed, without a gap, in `pos`
// order, each event once. Who reads too slowly is served from the log again, at their own pace (delivery.md rule 12).
import type { Signal } from '../src/shared/events.ts';
import { type Filter, pageLimit } from '../src/shared/listening.ts';
import { fail, type Failure } from '../src/shared/errors.ts';
import type { Holder } from './auth.ts';
import type { Parcel } from './parcels.ts';
import type { Pull, Pulled } from './store/store.ts';

/** What a transport does with what a subscription has for it. */
export type Sink = {
  deliver(parcel: Parcel): void;
  /** A page of the log was looked through and nothing in it was for this listener. */
  passed?(cursor: number): void;
  /** Everything up to here was delivered; from now on it is told as it happens. Told again after having been behind. */
  live?(): void;
  signal?(signal: Signal, to: 'room' | 'person' | 'everyone'): void;
  /** Nothing came for a while: the cursor moved all the same. */
  quiet?(cursor: number): void;
  /** Nothing will come any more; told once, and never after `close()`. */
  end(why: Failure): void;
  /** Bytes that were delivered and have not left. */
  backlog(): number;
  /** Bytes that have left. Only whether it grows matters. */
  sent(): number;
  /** Resolves when little of it waits any more, or the connection is gone. */
  drained(): Promise<void>;
};

export type Wish = {
  holder: Holder;
  since: number;
  filter: Filter;
  limit?: number | undefined;
  sink: Sink;
};

/** Beyond it nothing more is pushed; half of it is soon enough to go on. Bytes. */
export const MOST_WAITING = 1024 * 1024;
/** What is committed while the last page is read and may wait for it. Parcels. */
const mostHeld = 200;

export type Subscription = ReturnType<typeof createSubscription>;

export function createSubscription(
  { holder, since, filter, limit = pageLimit, sink }: Wish,
  pull: (user: string, wanted: Pull) => Promise<Pulled>,
  head: () => number,
) {
  let cursor = since;
  let state: 'behind' | 'live' | 'ended' = 'behind';
  /** What was committed since the page that is being read was asked for; undefined when it was too much. */
  let held: Parcel[] | undefined;
  let progress = { sent: sink.sent(), at: performance.now() };

  const ended = (): boolean => state === 'ended';

  function deliver(parcel: Parcel): void {
    cursor = parcel.next;
    if (parcel.events.length > 0) sink.deliver(parcel);
    else sink.passed?.(cursor);
  }

  function goLive(): void {
    state = 'live';
    cursor = Math.max(cursor, head());
    sink.live?.();
  }

  async function catchUp(): Promise<void> {
    while (!ended()) {
      if (sink.backlog() > MOST_WAITING / 2) {
        await sink.drained();
        continue;
      }
      const until = head();
      if (cursor >= until) return goLive();
      // What has been published up to now and no further: whoever is shut out a moment later gets nothing of after.
      held = [];
      const page = await pull(holder.user, { ...filter, after: cursor, until, limit });
      if (ended()) return;
      deliver(page);
      const missed: Parcel[] | undefined = held;
      held = undefined;
      if (cursor < until || !missed || sink.backlog() > MOST_WAITING / 2) continue;
      for (const parcel of missed) deliver(parcel);
      return goLive();
    }
  }

  function end(why: Failure): void {
    if (ended()) return;
    state = 'ended';
    sink.end(why);
  }

  const start = (): void => {
    state = 'behind';
    catchUp().catch((error: unknown) => end(fail(error).error));
  };

  return {
    holder,
    filter,
    start,
    push(parcel: Parcel): void {
      if (state === 'behind') {
        if (held && held.length < mostHeld) held.push(parcel);
        else held = undefined;
        return;
      }
      if (state !== 'live') return;
      deliver(parcel);
      if (sink.backlog() > MOST_WAITING) start();
    },
    signal(signal: Signal, to: 'room' | 'person' | 'everyone'): void {
      // It only passes by: who does not read does without, as the log is no source of it.
      if (!ended() && sink.backlog() <= MOST_WAITING) sink.signal?.(signal, to);
    },
    /** Looks after it now and then: says that it is there, and ends one that reads nothing for `patienceMs`. */
    tend(patienceMs: number): void {
      if (ended()) return;
      if (holder.expiresAt !== null && holder.expiresAt <= Date.now())
        return end({ code: 'UNAUTHENTICATED', message: 'this token has expired' });
      const now = performance.now();
      const sent = sink.sent();
      if (sent !== progress.sent || sink.backlog() === 0) progress = { sent, at: now };
      else if (now - progress.at > patienceMs)
        return end({ code: 'TIMEOUT', message: 'nothing was read for too long' });
      if (state === 'live' && sink.backlog() === 0) sink.quiet?.((cursor = head()));
    },
    end,
    /** The other side is gone. */
    close(): void {
      state = 'ended';
    },
  };
}
