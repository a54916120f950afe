// Gathers what changed and tells the window once per moment: a catch-up of ten thousand events
// must not become ten thousand redraws of the sidebar.
import type { ListName, TeamPushes } from '../shared/api.ts';
import type { ConversationRow } from '../shared/rows.ts';
import type { RunDatabase } from './db/thread.ts';
import { createPeopleRows } from './peopleRows.ts';
import type { Presences } from './presence.ts';
import { createTotals, type Totals } from './totals.ts';

const gatherMs = 25;
const allLists: readonly ListName[] = ['threads', 'saved', 'pins', 'mentions', 'scheduled'];

/** News of one team. */
export type TeamPush = <P extends keyof TeamPushes>(name: P, payload: TeamPushes[P]) => void;

export type Changes = ReturnType<typeof createChanges>;

export type ChangesParts = {
  db: RunDatabase;
  presence: Presences;
  push: TeamPush;
  /** Each time it may have changed. */
  counted(totals: Totals): void;
  failed(error: unknown): void;
};

export function createChanges({ db, presence, push, counted, failed }: ChangesParts) {
  const dirty = new Set<string>();
  const lists = new Set<ListName>();
  let allConversations = false;
  let people = false;
  let timer: NodeJS.Timeout | undefined;
  const totals = createTotals({ db, counted, failed });
  const peopleRows = createPeopleRows(db, presence, peopleChanged);

  function soon(): void {
    timer ??= setTimeout(() => void tell().catch(failed), gatherMs);
  }

  function peopleChanged(): void {
    people = true;
    soon();
  }

  async function tell(): Promise<void> {
    timer = undefined;
    const [ids, everything, peopleToo, listsToo] = [
      [...dirty],
      allConversations,
      people,
      [...lists],
    ];
    dirty.clear();
    lists.clear();
    allConversations = people = false;
    if (listsToo.length > 0) push('lists', listsToo);
    if (peopleToo) push('people', await peopleRows.list());
    if (everything) push('conversations', { changed: await countAll(), removed: [] });
    else if (ids.length > 0) await tellSome(ids);
    // Also when only a conversation changed: it may be muted now.
    if (everything || ids.length > 0 || listsToo.includes('threads')) await totals.countThreads();
  }

  async function tellSome(ids: string[]): Promise<void> {
    const rows = await Promise.all(ids.map((id) => conversationRow(id)));
    const changed = rows.filter((row): row is ConversationRow => row !== undefined);
    const removed = ids.filter((_id, index) => rows[index] === undefined);
    push('conversations', { changed, removed });
    totals.remove(removed);
    totals.put(changed);
  }

  async function countAll(): Promise<ConversationRow[]> {
    const rows = await listConversations();
    totals.replace(rows);
    return rows;
  }

  async function conversationRow(id: string): Promise<ConversationRow | undefined> {
    const stored = await db('conversation', id);
    if (!stored) return undefined;
    const [drafts, failures] = await outboxState();
    return { ...stored, hasDraft: drafts.has(id), failed: failures.get(id) ?? 0 };
  }

  async function outboxState(): Promise<[Set<string>, Map<string, number>]> {
    const counts = await db('outboxCounts');
    const failures = counts
      .filter(({ state }) => state === 'failed')
      .map(({ conversation, n }) => [conversation, n] as const);
    return [new Set(await db('drafts')), new Map(failures)];
  }

  async function listConversations(): Promise<ConversationRow[]> {
    const [drafts, failures] = await outboxState();
    const stored = await db('conversations');
    return stored.map((row) => ({
      ...row,
      hasDraft: drafts.has(row.id),
      failed: failures.get(row.id) ?? 0,
    }));
  }

  return {
    conversation(id: string): void {
      dirty.add(id);
      soon();
    },
    conversations(): void {
      allConversations = true;
      soon();
    },
    people: peopleChanged,
    /** Without names: all of them. */
    lists(names: readonly ListName[] = allLists): void {
      for (const name of names) lists.add(name);
      if (lists.size > 0) soon();
    },
    listConversations,
    listPeople: peopleRows.list,
    /** Counts what is unread everywhere, to begin with. */
    async countAll(): Promise<void> {
      await countAll();
      await totals.countThreads();
    },
    stop(): void {
      clearTimeout(timer);
      totals.stop();
      peopleRows.stop();
    },
  };
}
