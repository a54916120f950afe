// Gathers what changed and tells the window once per moment: a catch-up of ten thousand events
// must not become ten thousand redraws of the sidebar.
import type { TeamPushes } from '../shared/api.ts';
import type { ConversationRow, PersonRow } from '../shared/rows.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Presences } from './presence.ts';

const gatherMs = 25;

/** How much is unread, over all conversations. */
export type Totals = { unread: number; mentions: number };

/** News of one team. */
export type TeamPush = <P extends keyof TeamPushes>(name: P, payload: TeamPushes[P]) => void;

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
  let allConversations = false;
  let people = false;
  let timer: NodeJS.Timeout | undefined;
  /** Of each conversation, as it was told last: their sum need not be asked of the whole history. */
  const counts = new Map<string, Totals>();

  function soon(): void {
    timer ??= setTimeout(() => void tell().catch(failed), gatherMs);
  }

  async function tell(): Promise<void> {
    timer = undefined;
    const [ids, everything, peopleToo] = [[...dirty], allConversations, people];
    dirty.clear();
    allConversations = people = false;
    if (peopleToo) push('people', await listPeople());
    if (everything) push('conversations', { changed: await countAll(), removed: [] });
    else if (ids.length > 0) {
      const rows = await Promise.all(ids.map((id) => conversationRow(id)));
      const changed = rows.filter((row): row is ConversationRow => row !== undefined);
      const removed = ids.filter((_id, index) => rows[index] === undefined);
      push('conversations', { changed, removed });
      for (const id of removed) counts.delete(id);
      count(changed);
    }
  }

  async function countAll(): Promise<ConversationRow[]> {
    const rows = await listConversations();
    counts.clear();
    count(rows);
    return rows;
  }

  function count(rows: ConversationRow[]): void {
    for (const { id, unread, mentions } of rows) counts.set(id, { unread, mentions });
    const all = [...counts.values()];
    counted({
      unread: all.reduce((sum, { unread }) => sum + unread, 0),
      mentions: all.reduce((sum, { mentions }) => sum + mentions, 0),
    });
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

  async function listPeople(): Promise<PersonRow[]> {
    return (await db('people')).map((person) => ({ ...person, presence: presence.of(person.id) }));
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
    people(): void {
      people = true;
      soon();
    },
    listConversations,
    listPeople,
    /** Counts what is unread everywhere, to begin with. */
    countAll,
    stop: (): void => clearTimeout(timer),
  };
}
