// What the window's lists ask: people, conversations, threads, and messages gathered from everywhere.
import type { MessageRow, ScheduledRow, ThreadRow } from '../../shared/timelineRows.ts';
import type { Files } from './database.ts';
import type { StoredConversation } from './lists.ts';
import type { SeenPair } from './seen.ts';
import type { ThreadFacts } from './threads.ts';

/** So many threads are listed; those with something new come first. */
const listedThreads = 100;

export function listCalls({ history }: Files) {
  const { now, transaction } = history;

  return {
    people: () => now().lists.people(),
    roleOf: (id: string) => now().lists.role(id),
    conversations: (): StoredConversation[] => now().lists.conversations(),
    conversation: (id: string): StoredConversation | undefined => now().lists.conversation(id),
    markRead: (id: string, seq: number) => transaction(() => now().events.raiseRead(id, seq)),

    /** Those this person takes part in: with something new first, then by the newest reply. */
    threads(): ThreadRow[] {
      const { rows, threads } = now();
      const first = threads
        .own()
        .sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0) || b.lastAt - a.lastAt)
        .slice(0, listedThreads);
      const roots = new Map<string, MessageRow>();
      for (const [id, here] of Map.groupBy(first, ({ conversation }) => conversation))
        for (const row of rows.at(
          id,
          here.map(({ root }) => root),
        ))
          if (row.kind === 'message') roots.set(`${id}/${row.seq}`, row);
      return first.flatMap(({ root, ...facts }): ThreadRow[] => {
        const message = roots.get(`${facts.conversation}/${root}`);
        return message ? [{ ...facts, root: message }] : [];
      });
    },
    /** Threads with something unread, of conversations that are not muted. */
    unreadThreads(): number {
      const unread = now()
        .threads.own()
        .filter((thread: ThreadFacts) => thread.unread > 0);
      const time = Date.now();
      const isHeard = (id: string): boolean => (now().lists.mutedUntil(id) ?? 0) <= time;
      const heard = new Set(
        [...new Set(unread.map(({ conversation }) => conversation))].filter(isHeard),
      );
      return unread.filter(({ conversation }) => heard.has(conversation)).length;
    },
    /** The newest first, without deleted ones. */
    saved: (): MessageRow[] => now().collections.saved(),
    pins: (id: string): MessageRow[] => now().collections.pins(id),
    /** What calls this person, the newest first; `before`: the time of the last one shown. */
    mentions: (before?: number): MessageRow[] => now().collections.mentions(before),
    /** In the order asked for, without those that are deleted or not here. */
    rowsOf: (places: { conversation: string; seq: number }[]): MessageRow[] =>
      now().collections.messages(places),
    scheduled: (): ScheduledRow[] => now().collections.scheduled(),

    /** How far others have read, as it was told last. */
    seen: (id: string): SeenPair[] => now().seen.of(id),
    /** Answers those that moved. */
    putSeen: (id: string, pairs: SeenPair[]): SeenPair[] =>
      transaction(() => now().seen.put(id, pairs)),
  };
}
