// Who is in which conversation right now, in memory: the stream must know without waiting for a read.
// It changes only as committed events pass, so it is always as of the event last sent.
import { known, type WireEvent } from '../src/shared/events.ts';

export type MembershipChange = { conversation: string; joined: string[]; left: string[] };

/** What an event changes about who hears a conversation, or undefined for most. */
export function membershipChange(event: WireEvent): MembershipChange | undefined {
  const { conversation } = event;
  const typed = known(event);
  switch (typed?.type) {
    case 'conversation.created':
      return { conversation, joined: typed.body.members, left: [] };
    case 'person.joined':
      return { conversation, joined: [typed.body.person.id], left: [] };
    case 'member.joined':
      return { conversation, joined: [typed.body.user], left: [] };
    case 'member.left':
      return { conversation, joined: [], left: [typed.body.user] };
    default:
      return undefined;
  }
}

export type Membership = ReturnType<typeof createMembership>;

export function createMembership(initial: { user: string; conversation: string }[]) {
  const conversations = new Map<string, Set<string>>();
  const of = (user: string): Set<string> => {
    const found = conversations.get(user) ?? new Set<string>();
    conversations.set(user, found);
    return found;
  };
  for (const { user, conversation } of initial) of(user).add(conversation);
  return {
    of: (user: string): ReadonlySet<string> => of(user),
    has: (conversation: string, user: string): boolean => of(user).has(conversation),
    apply({ conversation, joined, left }: MembershipChange): void {
      for (const user of joined) of(user).add(conversation);
      for (const user of left) of(user).delete(conversation);
    },
  };
}
