// Opens the conversation with one person, and says so where that cannot be done.
import { useConversations } from '../stores/conversations.ts';
import { useSession } from '../stores/session.ts';

export function useWriteTo(): (person: string) => Promise<void> {
  const conversations = useConversations();
  const session = useSession();
  return async (person) => {
    const failure = await conversations.openDirect(person);
    if (failure) session.notify(failure);
  };
}
