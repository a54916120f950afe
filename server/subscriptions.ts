// Everybody who listens otherwise than the app does, as one outlet of the stream: attached to conversations like its
// rooms, and ended with whoever is shut out.
import { type Failure, Refusal } from '../src/shared/errors.ts';
import { KEEPALIVE_MS } from '../src/shared/listening.ts';
import type { Membership } from './membership.ts';
import { parcelsOf } from './parcels.ts';
import type { Store } from './store/store.ts';
import type { Audience, Outlet, Stream } from './stream.ts';
import { createSubscription, type Subscription, type Wish } from './subscription.ts';

/** Who takes nothing for so long is gone. Milliseconds. */
const patienceMs = 60_000;

export type Subscriptions = ReturnType<typeof createSubscriptions>;

export type SubscriptionParts = {
  store: Pick<Store, 'pull'>;
  membership: Membership;
  stream: Pick<Stream, 'head'>;
  /** Streams of one person; one more ends the oldest. */
  most: number;
};

export function createSubscriptions({ store, membership, stream, most }: SubscriptionParts) {
  const rooms = createRooms<Subscription>();
  const people = createRooms<Subscription>();
  let drops = 0;
  const head = (): number => stream.head;

  function leave(one: Subscription): void {
    people.leave(one.holder.user, one);
    for (const conversation of membership.of(one.holder.user)) rooms.leave(conversation, one);
  }

  function all(): Subscription[] {
    return [...people.names()].flatMap((user) => [...(people.of(user) ?? [])]);
  }

  function hearers(to: Audience): Iterable<Subscription> {
    if (to === 'everyone') return all();
    if ('user' in to)
      return [...(people.of(to.user) ?? [])].filter(
        ({ holder }) => to.device === undefined || holder.device === to.device,
      );
    const inRoom = [...(rooms.of(to.conversation) ?? [])];
    return inRoom.filter(({ holder }) => !to.except.includes(holder.user));
  }

  /** What `open` throws, for who must do something before it that cannot be taken back. */
  function refuseStale(seenDrops: number): void {
    if (seenDrops !== drops) throw new Refusal('RATE_LIMITED', 'ask again', { retryAfterMs: 100 });
  }

  const timer = setInterval(() => {
    for (const one of all()) one.tend(patienceMs);
  }, KEEPALIVE_MS);

  const outlet: Outlet = {
    events(events) {
      for (const [one, parcel] of parcelsOf(events, rooms.of)) one.push(parcel);
    },
    signal(to, signal) {
      const kind = to === 'everyone' ? to : 'user' in to ? 'person' : 'room';
      for (const one of hearers(to)) one.signal(signal, kind);
    },
    attach(user, conversation) {
      for (const one of people.of(user) ?? []) rooms.join(conversation, one);
    },
    detach(user, conversation) {
      for (const one of people.of(user) ?? []) rooms.leave(conversation, one);
    },
    drop({ devices, users }) {
      drops += 1;
      for (const one of all()) {
        if (users.includes(one.holder.user))
          one.end({ code: 'DEACTIVATED', message: 'this person was deactivated' });
        else if (devices.includes(one.holder.device))
          one.end({ code: 'REVOKED', message: 'this device was shut out' });
      }
    },
    async close() {
      clearInterval(timer);
      const why: Failure = { code: 'CLOSING', message: 'the server is closing' };
      for (const one of all()) one.end(why);
    },
  };

  return {
    outlet,
    /** Grows whenever somebody is shut out: whoever showed a token before that shows it again. */
    get drops() {
      return drops;
    },
    /** How many of a person's are open. */
    count: (user: string): number => people.of(user)?.size ?? 0,
    refuseStale,
    /**
     * Begins to listen: what stands behind `since` first, then what happens. `seenDrops`: `drops` as it was before the
     * token was looked up; throws RATE_LIMITED when somebody was shut out meanwhile: ask again at once.
     */
    open(wish: Wish, seenDrops: number): { close(): void } {
      refuseStale(seenDrops);
      const { user } = wish.holder;
      const sink: Wish['sink'] = {
        ...wish.sink,
        end(why) {
          leave(one);
          wish.sink.end(why);
        },
      };
      const one = createSubscription({ ...wish, sink }, store.pull, head);
      people.join(user, one);
      for (const conversation of membership.of(user)) rooms.join(conversation, one);
      const own = [...(people.of(user) ?? [])];
      for (const oldest of own.slice(0, Math.max(0, own.length - most)))
        oldest.end({ code: 'RATE_LIMITED', message: 'a newer stream took its place' });
      one.start();
      return {
        close() {
          leave(one);
          one.close();
        },
      };
    },
  };
}

function createRooms<T>() {
  const rooms = new Map<string, Set<T>>();
  return {
    names: () => rooms.keys(),
    of: (name: string): ReadonlySet<T> | undefined => rooms.get(name),
    join(name: string, one: T): void {
      const room = rooms.get(name) ?? new Set<T>();
      rooms.set(name, room.add(one));
    },
    leave(name: string, one: T): void {
      const room = rooms.get(name);
      room?.delete(one);
      if (room?.size === 0) rooms.delete(name);
    },
  };
}
