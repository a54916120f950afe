// What passes by between two polls of one device: kept for a little while, and as long counts the device as here. It is
// volatile news, so little of it is kept and nothing of it for long.
import { uuidv7 } from 'uuidv7';
import type { Signal } from '../../src/shared/events.ts';
import type { Holder } from '../auth.ts';
import type { LastSeen } from '../lastSeen.ts';
import type { PresenceBoard } from '../presence.ts';
import type { Subscriptions } from '../subscriptions.ts';

/** Who has not polled for so long is gone. Milliseconds; longer than the longest wait. */
const leaseMs = 70_000;
const mostKept = 200;
/** No event has this type: the events come with the polls themselves. */
const noEvents = { conversations: [], types: ['no.event'] };

export type Mailbox = {
  /** What waits, which is forgotten with this. */
  take(): Signal[];
  waiting(): boolean;
  /** Tells when something comes; answers how to stop. */
  watch(heard: () => void): () => void;
};

export type Mailboxes = ReturnType<typeof createMailboxes>;

export type MailboxParts = {
  subscriptions: Pick<Subscriptions, 'open' | 'refuseStale'>;
  presence: Pick<PresenceBoard, 'enter' | 'leave'>;
  lastSeen: Pick<LastSeen, 'touch'>;
  head(): number;
};

export function createMailboxes({ subscriptions, presence, lastSeen, head }: MailboxParts) {
  const open = new Map<string, Mailbox & { renew(): void; close(): void }>();

  function create(holder: Holder, key: string, seenDrops: number) {
    const connection = uuidv7();
    const watchers = new Set<() => void>();
    let signals: Signal[] = [];
    let lease: NodeJS.Timeout | undefined;
    const subscription = subscriptions.open(
      {
        holder,
        since: head(),
        filter: noEvents,
        sink: {
          deliver() {},
          signal(signal) {
            // Each answer says where the log's head is.
            if (signal.type === 'head') return;
            signals = [...signals.slice(1 - mostKept), signal];
            for (const heard of watchers) heard();
          },
          end: () => close(),
          backlog: () => 0,
          sent: () => 0,
          drained: () => Promise.resolve(),
        },
      },
      seenDrops,
    );
    presence.enter(holder, connection);

    function close(): void {
      clearTimeout(lease);
      open.delete(key);
      presence.leave(holder.user, connection);
      subscription.close();
    }
    return {
      take: () => signals.splice(0),
      waiting: () => signals.length > 0,
      watch(heard: () => void) {
        watchers.add(heard);
        return () => watchers.delete(heard);
      },
      renew(): void {
        clearTimeout(lease);
        lease = setTimeout(close, leaseMs);
        lastSeen.touch(holder.device);
      },
      close,
    };
  }

  return {
    /** The device's of this name, which stays while it polls. `seenDrops` as in `Subscriptions.open`, also what it throws. */
    of(holder: Holder, name: string, seenDrops: number): Mailbox {
      subscriptions.refuseStale(seenDrops);
      const key = `${holder.device} ${name}`;
      const mailbox = open.get(key) ?? create(holder, key, seenDrops);
      open.set(key, mailbox);
      mailbox.renew();
      return mailbox;
    },
    close(): void {
      for (const mailbox of open.values()) mailbox.close();
    },
  };
}
