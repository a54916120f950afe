// Everything the core asks of its files, on one object: it lives on the database thread (worker.ts),
// so that the window never waits for a disk.
import { join } from 'node:path';
import type { MessageRow, OpenedTimeline, TimelinePage, TimelineRow } from '../../shared/api.ts';
import type { ConversationSnapshot } from '../../shared/commands.ts';
import type { Person } from '../../shared/entities.ts';
import type { Failure } from '../../shared/errors.ts';
import { known, type WireEvent } from '../../shared/events.ts';
import { createEvents } from './events.ts';
import { openOrSetAside, setAside } from './files.ts';
import { createLists, type StoredConversation } from './lists.ts';
import { createMeta } from './meta.ts';
import { createOutboxStore, type OutboxCommand, pendingRow } from './outbox.ts';
import { historyDatabase, outboxDatabase } from './schema.ts';
import { createTimeline, toRows } from './timeline.ts';

export type SyncState = {
  /** Lineage of the server's database that this history follows; null before the first sync. */
  epoch: string | null;
  /** Everything up to this position has been received. */
  cursor: number;
};

export type ApplyResult = {
  /** New rows by conversation, in order. */
  rows: Record<string, TimelineRow[]>;
  /** Conversations whose row in the sidebar may have changed. */
  changed: string[];
  /** People or the members of conversations changed. */
  people: boolean;
  /** Events beyond a hole. */
  ahead: WireEvent[];
  /** This person has become a member somewhere; `opening` names where. */
  joined: boolean;
};

export type Database = ReturnType<typeof openDatabase>;

/** Opens history and outbox in `folder`. Throws DATA_FROM_FUTURE, DATA_UNWRITABLE, STORAGE_… */
export function openDatabase(folder: string, me: string) {
  const notices: Failure[] = [];
  const outboxDb = openOrSetAside(folder, 'outbox.db', outboxDatabase, (failure) =>
    notices.push(failure),
  );
  const outbox = createOutboxStore(outboxDb);
  let history = openHistory();

  function openHistory() {
    const db = openOrSetAside(folder, 'history.db', historyDatabase, (failure) =>
      notices.push(failure),
    );
    const self = (): string => me;
    return {
      db,
      meta: createMeta(db),
      events: createEvents(db, self),
      timeline: createTimeline(db),
      lists: createLists(db, self),
    };
  }

  const transaction = <T>(work: () => T): T => history.db.transaction(work).immediate();

  const pending = (conversation: string): MessageRow[] =>
    outbox.of(conversation).map((command) => pendingRow(command, me));

  /** Rows for the window; `newer` decides whether unsent messages follow, because they come after everything. */
  function page(
    conversation: string,
    events: WireEvent[],
    end: 'above' | 'below' | 'both',
  ): TimelinePage {
    const row = history.events.conversation(conversation);
    const [first, last] = [
      events[0]?.seq ?? row?.first_seq ?? 0,
      events.at(-1)?.seq ?? row?.last_seq ?? 0,
    ];
    const newer = end !== 'above' && last < (row?.last_seq ?? 0);
    const rows: TimelineRow[] = toRows(events);
    if (end !== 'above' && !newer) rows.push(...pending(conversation));
    return { rows, older: first > 1, newer };
  }

  function dropArrived(stored: WireEvent[]): void {
    for (const { author, id } of stored) if (author === me && id !== null) outbox.remove(id);
  }

  return {
    /** What was mended while opening, told once. */
    takeNotices: (): Failure[] => notices.splice(0),

    // ── sync ─────────────────────────────────────────────────────────────────────────────────
    syncState: (): SyncState => history.meta.syncState(),

    newestEvent: () => history.meta.newest(),
    eventAtOrBelow: (pos: number) => history.meta.atOrBelow(pos),

    /** Applies events and moves the cursor, in one transaction (delivery.md rule 7). A null cursor stays where it is. */
    apply(events: WireEvent[], cursor: number | null): ApplyResult {
      const { stored, ahead, joined } = transaction(() => {
        const applied = history.events.apply(events);
        // What lies beyond a hole is not stored, so the cursor must not pass it.
        const safe = Math.min(cursor ?? 0, ...applied.ahead.map((event) => event.pos - 1));
        history.meta.raiseCursor(safe);
        return applied;
      });
      dropArrived(stored);
      const byConversation = Map.groupBy(stored, (event) => event.conversation);
      return {
        rows: Object.fromEntries([...byConversation].map(([id, list]) => [id, toRows(list)])),
        changed: [...byConversation.keys()],
        people: stored.some((event) => known(event)?.type !== 'message.created'),
        ahead,
        joined,
      };
    },

    /** A page of a first sync. With `state` it is the last one and the history counts as synced from there. */
    takeSnapshot(
      people: Person[],
      conversations: ConversationSnapshot[],
      state: SyncState | null,
    ): void {
      transaction(() => {
        history.events.putPeople(people);
        for (const conversation of conversations) history.events.open(conversation);
        if (state?.epoch) history.meta.start(state.epoch, state.cursor);
      });
      dropArrived(conversations.flatMap((conversation) => conversation.events));
    },

    openConversation: (snapshot: ConversationSnapshot): void =>
      transaction(() => history.events.open(snapshot)),
    prepend: (id: string, events: WireEvent[]): number =>
      transaction(() => history.events.prepend(id, events)),
    lastSeq: (id: string): number => history.events.conversation(id)?.last_seq ?? 0,
    firstSeq: (id: string): number => history.events.conversation(id)?.first_seq ?? 0,
    /** Joined, but not here yet. */
    opening: (): string[] => history.meta.opening(),
    /** Conversations whose older history is still only on the server, those with unread messages beyond it first. */
    incomplete: (): string[] => history.meta.incomplete(),

    /** Takes the server's markers; answers those that are further here, which the server should hear of. */
    mergeMarkers(
      markers: { conversation: string; seq: number }[],
    ): { conversation: string; seq: number }[] {
      return transaction(() => {
        for (const { conversation, seq } of markers) history.events.raiseRead(conversation, seq);
        const theirs = new Map(markers.map(({ conversation, seq }) => [conversation, seq]));
        return history.meta
          .markers()
          .filter(({ conversation, seq }) => seq > (theirs.get(conversation) ?? 0));
      });
    },

    /**
     * The server follows another lineage, or this history is damaged: sets the file aside, keeps it, and starts
     * anew. Own messages beyond `after` go back to the outbox with their ids: the server keeps those it lacks (rule 8).
     */
    restart(why: 'damaged' | 'superseded', after: number | null): { offered: number } {
      const own = after === null ? [] : history.meta.ownMessages(me, after);
      for (const event of own) {
        if (event.id === null) continue;
        const input = {
          id: event.id,
          conversation: event.conversation,
          text: String(event.body['text']),
        };
        outbox.offer({
          id: event.id,
          conversation: event.conversation,
          name: 'message.send',
          input,
          at: event.at,
        });
      }
      const path = join(folder, 'history.db');
      history.db.close();
      const kept = setAside(path, why);
      if (why === 'damaged')
        notices.push({
          code: 'HISTORY_DAMAGED',
          message: `history.db was damaged; kept as ${kept}`,
        });
      history = openHistory();
      return { offered: own.length };
    },

    // ── what the window shows ────────────────────────────────────────────────────────────────
    people: () => history.lists.people(),
    conversations: (): StoredConversation[] => history.lists.conversations(),
    conversation: (id: string): StoredConversation | undefined => history.lists.conversation(id),
    markRead: (id: string, seq: number): void =>
      transaction(() => history.events.raiseRead(id, seq)),

    openTimeline(id: string): OpenedTimeline {
      const readSeq = history.events.conversation(id)?.read_seq ?? 0;
      const unread = history.lists.conversation(id)?.unread ?? 0;
      return {
        ...page(id, history.timeline.around(id, readSeq), 'both'),
        readSeq,
        unread,
        draft: outbox.draft(id),
      };
    },
    latest: (id: string, limit: number): TimelinePage =>
      page(id, history.timeline.latest(id, limit), 'both'),
    older: (id: string, before: number, limit: number): TimelinePage =>
      page(id, history.timeline.before(id, before, limit), 'above'),
    newer: (id: string, after: number, limit: number): TimelinePage =>
      page(id, history.timeline.after(id, after, limit), 'below'),

    // ── outbox and drafts ────────────────────────────────────────────────────────────────────
    enqueue(
      command: Pick<OutboxCommand, 'id' | 'conversation' | 'name' | 'input' | 'at'>,
    ): MessageRow {
      outbox.add(command);
      return pendingRow({ ...command, state: 'waiting', seq: null, error: null }, me);
    },
    nextCommand: (conversation: string): OutboxCommand | undefined => outbox.next(conversation),
    command: (id: string): OutboxCommand | undefined => outbox.get(id),
    /** Conversations in which something waits; called when everything the server has was pulled. */
    lanes(): string[] {
      outbox.rearm();
      return outbox.lanes();
    },
    outboxCounts: () => outbox.counts(),
    /** The server has it at `seq`. Answers the row to show until the log brings it, or undefined when it already has. */
    acknowledge(id: string, seq: number): MessageRow | undefined {
      const command = outbox.get(id);
      if (!command) return undefined;
      if (seq <= (history.events.conversation(command.conversation)?.last_seq ?? 0)) {
        outbox.remove(id);
        return undefined;
      }
      outbox.markSent(id, seq);
      return pendingRow({ ...command, state: 'sent', seq }, me);
    },
    refuse(id: string, failure: Failure): MessageRow | undefined {
      outbox.markFailed(id, failure);
      const command = outbox.get(id);
      return command && pendingRow(command, me);
    },
    retry(id: string): MessageRow | undefined {
      outbox.retry(id);
      const command = outbox.get(id);
      return command && pendingRow(command, me);
    },
    discard: (id: string): boolean => outbox.remove(id),
    setDraft: (id: string, text: string): void => outbox.setDraft(id, text),
    drafts: (): string[] => outbox.drafts(),

    close(): void {
      history.db.close();
      outboxDb.close();
    },
  };
}
