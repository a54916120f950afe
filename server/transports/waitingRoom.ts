// Those who have not shown yet who they are: connections, and what is spoken over them. They are cheap to
// open, so there is room for a limited number.
import { isLoopback, peerAddress, placeOf } from '../peers.ts';

export type WaitingRoomOptions<T> = {
  /** In all. */
  most: number;
  /** From one place. This computer itself has no such limit: behind a proxy everybody comes from there. */
  perPlace: number;
  end(one: T): void;
};

export type WaitingRoom<T> = ReturnType<typeof createWaitingRoom<T>>;

/**
 * Nobody is refused: when it is full, the place with the most in it loses its oldest, so a flood from one place costs
 * that place.
 */
export function createWaitingRoom<T>({ most, perPlace, end }: WaitingRoomOptions<T>) {
  const places = new Map<string, Map<T, NodeJS.Timeout | undefined>>();
  const placeFor = new Map<T, string>();

  function leave(one: T): void {
    const place = placeFor.get(one);
    const room = place === undefined ? undefined : places.get(place);
    if (place === undefined || !room) return;
    clearTimeout(room.get(one));
    room.delete(one);
    placeFor.delete(one);
    if (room.size === 0) places.delete(place);
  }

  function endOldest(room: Map<T, unknown> | undefined): void {
    const [oldest] = room?.keys() ?? [];
    if (oldest === undefined) return;
    leave(oldest);
    end(oldest);
  }

  function fullest(): Map<T, unknown> | undefined {
    let found: Map<T, unknown> | undefined;
    for (const room of places.values()) if (room.size > (found?.size ?? 0)) found = room;
    return found;
  }

  return {
    /** Entering again is entering anew. `deadlineMs`, when given, ends who stays longer. */
    enter(address: string | undefined, one: T, deadlineMs?: number): void {
      leave(one);
      const place = placeOf(address);
      if (!isLoopback(peerAddress(address)) && (places.get(place)?.size ?? 0) >= perPlace)
        endOldest(places.get(place));
      if (placeFor.size >= most) endOldest(fullest());
      const room = places.get(place) ?? new Map<T, NodeJS.Timeout | undefined>();
      places.set(place, room);
      placeFor.set(one, place);
      room.set(one, deadlineMs === undefined ? undefined : setTimeout(() => end(one), deadlineMs));
    },
    /** It was admitted, or is gone. */
    leave,
    get size() {
      return placeFor.size;
    },
    /** Ends those who have a deadline; who has none is somebody else's to end. */
    close(): void {
      for (const room of places.values())
        for (const [one, deadline] of room) {
          if (deadline === undefined) continue;
          leave(one);
          end(one);
        }
    },
  };
}
