// How the server is, for anybody who looks: numbers, and nothing of who or what.
import type { PresenceBoard } from './presence.ts';
import type { Outlet, Stream } from './stream.ts';

export type Health = {
  status: 'ok';
  /** The newest position of the log. */
  head: number;
  uptimeSeconds: number;
  /** Who is connected now; somebody with three computers counts once. */
  people: number;
  /** Since the server was opened. */
  messages: number;
};

export type HealthBoard = ReturnType<typeof createHealth>;

export function createHealth(stream: Pick<Stream, 'head'>, presence: Pick<PresenceBoard, 'list'>) {
  const openedAt = performance.now();
  let messages = 0;
  /** Counts what the stream tells; it has no connections of its own. */
  const outlet: Outlet = {
    events(events) {
      for (const { type } of events) if (type === 'message.created') messages += 1;
    },
    signal() {},
    attach() {},
    detach() {},
    drop() {},
    close: () => Promise.resolve(),
  };
  return {
    outlet,
    now: (): Health => ({
      status: 'ok',
      head: stream.head,
      uptimeSeconds: Math.floor((performance.now() - openedAt) / 1000),
      people: presence.list().length,
      messages,
    }),
  };
}
