// What one commit holds for one listener: events in `pos` order, and the cursor behind them. Listeners who may see the
// same share one parcel, so that each transport encodes it once for all of them.
import type { Filter } from '../src/shared/listening.ts';
import type { WireEvent } from '../src/shared/events.ts';

export type Parcel = { events: WireEvent[]; next: number };

export type Addressed = { filter: Filter };

/** Sorts a commit's events into parcels; `inRoom` says who is attached to a conversation. Nobody gets an empty one. */
export function parcelsOf<L extends Addressed>(
  events: WireEvent[],
  inRoom: (conversation: string) => ReadonlySet<L> | undefined,
): Map<L, Parcel> {
  const next = events.at(-1)?.pos ?? 0;
  /** Which of the commit's conversations each listener is in, as one text: who has the same text may see the same. */
  const visible = new Map<L, string>();
  const conversations = [...new Set(events.map((event) => event.conversation))];
  for (const [index, conversation] of conversations.entries())
    for (const listener of inRoom(conversation) ?? [])
      visible.set(listener, `${visible.get(listener) ?? ''} ${index}`);

  const shared = new Map<string, Parcel>();
  const parcels = new Map<L, Parcel>();
  for (const [listener, rooms] of visible) {
    const key = `${rooms} ${keyOf(listener.filter)}`;
    let parcel = shared.get(key);
    if (!parcel) {
      const seen = new Set(
        rooms
          .trim()
          .split(' ')
          .map((index) => conversations[Number(index)]),
      );
      const wanted = (event: WireEvent): boolean =>
        seen.has(event.conversation) && passes(listener.filter, event);
      parcel = { events: events.filter(wanted), next };
      shared.set(key, parcel);
    }
    if (parcel.events.length > 0) parcels.set(listener, parcel);
  }
  return parcels;
}

const passes = ({ conversations, types }: Filter, event: WireEvent): boolean =>
  (conversations.length === 0 || conversations.includes(event.conversation)) &&
  (types.length === 0 || types.includes(event.type));

const keys = new WeakMap<Filter, string>();

function keyOf(filter: Filter): string {
  const known = keys.get(filter);
  if (known !== undefined) return known;
  const { conversations, types } = filter;
  const key =
    conversations.length + types.length === 0 ? '' : JSON.stringify([conversations, types]);
  keys.set(filter, key);
  return key;
}
