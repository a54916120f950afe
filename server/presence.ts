// Who is here. Changes are gathered for a second and told to everyone at once: a thousand people
// arriving after a power cut must not become a million messages.
import type { Presence } from '../src/shared/entities.ts';
import type { Holder } from './auth.ts';
import type { Stream } from './stream.ts';

const gatherMs = 1000;

export type PresenceBoard = ReturnType<typeof createPresence>;

export function createPresence(stream: Pick<Stream, 'signal'>) {
  /** Per person, the state of each connection. */
  const connections = new Map<string, Map<string, 'online' | 'away'>>();
  /** Per connection. */
  const devices = new Map<string, string>();
  const told = new Map<string, Presence>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const stateOf = (user: string): Presence => {
    const states = connections.get(user);
    if (!states || states.size === 0) return 'offline';
    return [...states.values()].includes('online') ? 'online' : 'away';
  };

  function tell(): void {
    timer = undefined;
    const changes = [...changed].map((user): [string, Presence] => [user, stateOf(user)]);
    changed.clear();
    const news = changes.filter(([user, state]) => (told.get(user) ?? 'offline') !== state);
    for (const [user, state] of news) told.set(user, state);
    if (news.length > 0) stream.signal('everyone', { type: 'presence', changes: news });
  }

  function touch(user: string): void {
    changed.add(user);
    timer ??= setTimeout(tell, gatherMs);
  }

  return {
    enter({ user, device }: Holder, connection: string): void {
      const states = connections.get(user) ?? new Map<string, 'online' | 'away'>();
      connections.set(user, states.set(connection, 'online'));
      devices.set(connection, device);
      touch(user);
    },
    /** What a connection that entered says of itself. */
    set(user: string, connection: string, state: 'online' | 'away'): void {
      const states = connections.get(user);
      if (!states?.has(connection)) return;
      states.set(connection, state);
      touch(user);
    },
    /** The same, where only the device is known: of all its connections. */
    setDevice({ user, device }: Pick<Holder, 'user' | 'device'>, state: 'online' | 'away'): void {
      for (const connection of connections.get(user)?.keys() ?? [])
        if (devices.get(connection) === device) this.set(user, connection, state);
    },
    leave(user: string, connection: string): void {
      const states = connections.get(user);
      states?.delete(connection);
      devices.delete(connection);
      if (states?.size === 0) connections.delete(user);
      touch(user);
    },
    /** Everybody who is not offline. */
    list: (): [string, Presence][] => [...connections.keys()].map((user) => [user, stateOf(user)]),
    /** The person's devices with a connection open now. */
    devicesOf: (user: string): ReadonlySet<string> =>
      new Set([...(connections.get(user)?.keys() ?? [])].map((one) => devices.get(one) ?? '')),
    close(): void {
      clearTimeout(timer);
    },
  };
}
