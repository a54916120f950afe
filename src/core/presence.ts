// Who is here, and who is typing: news that passes by and is never stored.
import type { Presence } from '../shared/entities.ts';

/** A typing signal counts this long unless it is repeated: its end may have been lost. */
const typingMs = 6000;

export type Presences = ReturnType<typeof createPresences>;

export function createPresences() {
  /** Undefined without a connection: nothing is known of anybody then. */
  let states: Map<string, Presence> | undefined;
  return {
    of: (user: string): Presence | null => (states ? (states.get(user) ?? 'offline') : null),
    replace(all: [string, Presence][]): void {
      states = new Map(all);
    },
    update(changes: [string, Presence][]): void {
      for (const [user, state] of changes) states?.set(user, state);
    },
    clear(): void {
      states = undefined;
    },
  };
}

/** `changed` hears who is typing in a conversation, each time that changes. */
export function createTyping(changed: (conversation: string, users: string[]) => void) {
  const conversations = new Map<string, Map<string, NodeJS.Timeout>>();

  function set(conversation: string, user: string, on: boolean): void {
    const typing = conversations.get(conversation) ?? new Map<string, NodeJS.Timeout>();
    conversations.set(conversation, typing);
    const before = typing.has(user);
    clearTimeout(typing.get(user));
    typing.delete(user);
    if (on)
      typing.set(
        user,
        setTimeout(() => set(conversation, user, false), typingMs),
      );
    if (before !== on) changed(conversation, [...typing.keys()]);
  }
  return {
    set,
    /** What they were typing has arrived. */
    stop(user: string): void {
      for (const [conversation, typing] of conversations)
        if (typing.has(user)) set(conversation, user, false);
    },
    clear(): void {
      for (const [conversation, typing] of conversations)
        for (const user of typing.keys()) set(conversation, user, false);
    },
  };
}
