// From commits to connections: what was committed together leaves together, and membership changes take effect at their place in the order (delivery.md rules 4, 7, 13).
import type { Signal, WireEvent } from '../src/shared/events.ts';
import { type Membership, membershipChange } from './membership.ts';
import type { Commit } from './store/store.ts';
import type { Dropped } from './store/tx.ts';

/** `except`: people who do not hear it, wherever they are. */
export type Audience =
  | { conversation: string; except: string[] }
  | { user: string; device?: string }
  | 'everyone';

/** Transports as the stream sees them. Each encodes once for all its connections. */
export type Outlet = {
  /** In `pos` order, each to every connection attached to its conversation. `floor`: the head before their commit. */
  events(events: WireEvent[], floor: number): void;
  signal(to: Audience, signal: Signal): void;
  /** From now on this person's connections hear (or no longer hear) the conversation. */
  attach(user: string, conversation: string): void;
  detach(user: string, conversation: string): void;
  /** Ends these connections: they hear nothing that is sent after this call. */
  drop(who: Dropped): void;
  /** Says goodbye to every connection and takes no new ones. */
  close(): Promise<void>;
};

export type Stream = {
  /** Sends a commit's events; `head` afterwards is the commit's. */
  publish(commit: Commit): void;
  signal(to: Audience, signal: Signal): void;
  add(outlet: Outlet): void;
  readonly head: number;
  close(): Promise<void>;
};

export function createStream(membership: Membership, startHead: number): Stream {
  const outlets: Outlet[] = [];
  let head = startHead;

  function send(floor: number, events: WireEvent[]): void {
    if (events.length > 0) for (const outlet of outlets) outlet.events(events, floor);
  }

  function move(event: WireEvent): void {
    const change = membershipChange(event);
    if (!change) return;
    membership.apply(change);
    for (const outlet of outlets) {
      for (const user of change.joined) outlet.attach(user, change.conversation);
      for (const user of change.left) outlet.detach(user, change.conversation);
    }
  }

  const signal = (to: Audience, news: Signal): void => {
    for (const outlet of outlets) outlet.signal(to, news);
  };

  return {
    signal,
    publish({ events, floor, head: newHead, signals, dropped }) {
      head = newHead;
      let open: WireEvent[] = [];
      /** Into which conversation, and by whom, the newest of `open` brought somebody. */
      let arriving: string | undefined;
      const flush = (): void => {
        send(floor, open);
        open = [];
        arriving = undefined;
      };
      const ending = [...dropped];
      const dropBefore = (pos: number): void => {
        for (let [next] = ending; next && next.behind < pos; [next] = ending) {
          ending.shift();
          // Who is shut out still hears that, and nothing of what came after.
          flush();
          for (const outlet of outlets) outlet.drop(next);
        }
      };
      for (const event of events) {
        dropBefore(event.pos);
        const change = membershipChange(event);
        if (!change) {
          open.push(event);
          arriving = undefined;
          continue;
        }
        // What came before goes to those who were there before; who leaves still hears the leaving. Hundreds who
        // are brought in together hear of each other in one frame, and not hundreds of times.
        const leaving = change.left.length > 0;
        const addition = additionOf(event);
        const together = addition !== undefined && arriving === addition;
        if (leaving) open.push(event);
        if (!together) flush();
        if (!leaving) open.push(event);
        arriving = addition;
        move(event);
      }
      dropBefore(Infinity);
      flush();
      for (const personal of signals) signal({ user: personal.user }, personal.signal);
    },
    add: (outlet) => void outlets.push(outlet),
    get head() {
      return head;
    },
    async close() {
      await Promise.all(outlets.map((outlet) => outlet.close()));
    },
  };
}

/** What those have in common whom one person brings into one conversation; who comes by themselves comes alone. */
function additionOf({ type, conversation, author, body }: WireEvent): string | undefined {
  return type === 'member.joined' && body['user'] !== author
    ? `${conversation} ${author}`
    : undefined;
}
