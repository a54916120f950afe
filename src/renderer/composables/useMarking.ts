// Read and unread by hand: a conversation, or everything at once with a way back.
import type { ConversationRow } from '../../shared/rows.ts';
import type { TimelineRow } from '../../shared/timelineRows.ts';
import { call, callIn, shownTeam } from '../api.ts';
import { useConversations } from '../stores/conversations.ts';
import { useSession } from '../stores/session.ts';

export function useMarking() {
  const conversations = useConversations();
  const session = useSession();

  /** Answers from where on it was unread; null where nothing was done. */
  async function read({ id }: ConversationRow, team = shownTeam()): Promise<number | null> {
    const opened = await callIn(team, 'timeline.open', { conversation: id });
    const latest = await callIn(team, 'timeline.latest', { conversation: id });
    const newest = latest.ok ? newestOf(latest.value.rows) : null;
    if (newest === null) return null;
    const answer = await callIn(team, 'conversation.read', { conversation: id, seq: newest });
    if (!answer.ok) session.notify(answer.error);
    return answer.ok && opened.ok ? opened.value.readSeq + 1 : null;
  }

  /** From the newest message of somebody else on; without one, from the newest there is. */
  async function unread({ id }: ConversationRow): Promise<void> {
    const latest = await call('timeline.latest', { conversation: id });
    if (!latest.ok) return session.notify(latest.error);
    const others = latest.value.rows.filter(
      (row) => row.kind === 'message' && row.author !== session.me && row.deletedBy === null,
    );
    const unreadFrom = newestOf(others) ?? newestOf(latest.value.rows);
    if (unreadFrom === null) return;
    const answer = await call('preference.set', { conversation: id, unreadFrom });
    if (!answer.ok) session.notify(answer.error);
  }

  async function readAll(): Promise<void> {
    const team = shownTeam();
    const before: { conversation: string; unreadFrom: number }[] = [];
    for (const row of conversations.all.filter((one) => one.unread > 0)) {
      const unreadFrom = await read(row, team);
      if (unreadFrom !== null) before.push({ conversation: row.id, unreadFrom });
    }
    if (before.length === 0) return;
    const undo = () => before.forEach((one) => void callIn(team, 'preference.set', one));
    session.say({ text: 'sidebar.allRead', count: before.length, undo });
  }

  return { read, unread, readAll };
}

const newestOf = (rows: readonly TimelineRow[]): number | null =>
  rows.reduce<number | null>(
    (most, { seq }) => (seq === null ? most : Math.max(most ?? 0, seq)),
    null,
  );
