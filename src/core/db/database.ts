// Everything the core asks of its files, on one object: it lives on the database thread (worker.ts),
// so that the window never waits for a disk.
import type {
  FoundTimeline,
  MessageRow,
  MessageVersion,
  OpenedThread,
  OpenedTimeline,
  ScheduledRow,
  ThreadRow,
  TimelinePage,
} from '../../shared/timelineRows.ts';
import type { ConversationSnapshot } from '../../shared/conversationCommands.ts';
import type { Person } from '../../shared/entities.ts';
import type { Failure } from '../../shared/errors.ts';
import { type EventBody, known, type Landed, type WireEvent } from '../../shared/events.ts';
import { createHistory } from './history.ts';
import type { StoredConversation } from './lists.ts';
import { type NewCommand, pendingRow } from './outbox.ts';
import { type ApplyResult, type Effect, noEffect } from './effects.ts';
import { createOutboxFile } from './outboxFile.ts';
import { toRows } from './timeline.ts';

export type SyncState = {
  /** Lineage of the server's database that this history follows; null before the first sync. */
  epoch: string | null;
  /** Everything up to this position has been received. */
  cursor: number;
};

export type { ApplyResult, Effect } from './effects.ts';

type Marker = { conversation: string; seq: number };

export type Database = ReturnType<typeof openDatabase>;

/** Opens history and outbox in `folder`. Throws DATA_FROM_FUTURE, DATA_UNWRITABLE, STORAGE_… */
export function openDatabase(folder: string, me: string) {
  const notices: Failure[] = [];
  const notice = (failure: Failure): void => void notices.push(failure);
  const outboxFile = createOutboxFile(folder, notice);
  const history = createHistory(folder, me, notice);
  const outbox = outboxFile.now;
  const { now, transaction } = history;

  /** Rows for the window. Unsent messages follow the newest, because they come after everything. */
  function page(id: string, events: WireEvent[], end: 'above' | 'below'): TimelinePage {
    const { first_seq = 0, last_seq = 0 } = now().events.conversation(id) ?? {};
    const newer = end === 'below' && (events.at(-1)?.seq ?? last_seq) < last_seq;
    const unsent = end === 'below' && !newer ? outbox().of(id) : [];
    const rows = [...toRows(events), ...unsent.map((command) => pendingRow(command, me))];
    return { rows, older: (events[0]?.seq ?? first_seq) > 1, newer };
  }

  function dropArrived(stored: WireEvent[]): void {
    for (const { author, id } of stored) if (author === me && id !== null) outbox().remove(id);
  }

  return {
    /** What was mended, told once. */
    takeNotices: (): Failure[] => notices.splice(0),

    /** After STORAGE_DAMAGED: replaces the file that is damaged, and only that one. */
    mend(): 'outbox' | 'history' {
      if (outboxFile.mend()) return 'outbox';
      const kept = history.replace('damaged');
      notice({ code: 'HISTORY_DAMAGED', message: `history.db was damaged; kept as ${kept}` });
      return 'history';
    },

    // ── sync ─────────────────────────────────────────────────────────────────────────────────
    syncState: (): SyncState => now().meta.syncState(),
    newestEvent: () => now().meta.newest(),
    eventAtOrBelow: (pos: number) => now().meta.atOrBelow(pos),

    /**
     * Applies events and moves the cursor, in one transaction (delivery.md rule 7). A null cursor stays where it is.
     * `accounted`: a seq up to which a snapshot has the effect already.
     */
    apply(events: WireEvent[], cursor: number | null, accounted = 0): ApplyResult {
      const { stored, ...applied } = transaction(() => {
        const result = now().events.apply(events, accounted);
        // What lies beyond a hole is not stored, so the cursor must not pass it.
        now().meta.raiseCursor(Math.min(cursor ?? 0, ...result.ahead.map(({ pos }) => pos - 1)));
        return result;
      });
      dropArrived(stored);
      const byConversation = Map.groupBy(stored, (event) => event.conversation);
      const rows = [...byConversation].map(([id, list]) => [id, toRows(list)] as const);
      const team = lastTeam(stored);
      return {
        ...noEffect(),
        ...applied,
        rows: Object.fromEntries(rows),
        changed: [...byConversation.keys()],
        ...(team && { team }),
      };
    },

    /** A page of a first sync. `first` begins it anew; with `state` it is the last, and the history is synced from there. */
    takeSnapshot(
      people: Person[],
      conversations: ConversationSnapshot[],
      { first, state }: { first: boolean; state: SyncState | null },
    ): void {
      transaction(() => {
        const { events, meta } = now();
        if (first) events.clear();
        events.putPeople(people);
        for (const conversation of conversations) events.open(conversation);
        if (state?.epoch) meta.start(state.epoch, state.cursor);
      });
      dropArrived(conversations.flatMap((conversation) => conversation.events));
    },

    openConversation: (snapshot: ConversationSnapshot) =>
      transaction(() => now().events.open(snapshot)),
    prepend: (id: string, events: WireEvent[]) =>
      transaction(() => now().events.prepend(id, events)),
    /** This person is not in the conversation after all. */
    leave: (id: string) => now().events.leave(id),
    lastSeq: (id: string): number => now().events.conversation(id)?.last_seq ?? 0,
    firstSeq: (id: string): number => now().events.conversation(id)?.first_seq ?? 0,
    /** Joined, but not here yet. */
    opening: (): string[] => now().meta.opening(),
    /** Conversations whose older history is still only on the server, those with unread messages beyond it first. */
    incomplete: (): string[] => now().meta.incomplete(),

    /** Takes the server's markers; answers those that are further here, which the server should hear of. */
    mergeMarkers: (markers: Marker[]): Marker[] =>
      transaction(() => {
        for (const { conversation, seq } of markers) now().events.raiseRead(conversation, seq);
        const theirs = new Map(markers.map(({ conversation, seq }) => [conversation, seq]));
        return now()
          .meta.markers()
          .filter(({ conversation, seq }) => seq > (theirs.get(conversation) ?? 0));
      }),

    /**
     * The server follows another history from `after` on: own messages since go back to the outbox with their ids,
     * so that the server keeps those it lacks (rule 8), and this history is set aside. Answers how many were offered.
     */
    follow(after: number): number {
      const offered = outbox().offer(now().meta.ownMessages(me, after));
      // Conversations that only this computer remembers: what waits for them must stay visible.
      const known = now().meta.conversations(me);
      history.replace('superseded');
      transaction(() => now().meta.remember(known));
      return offered;
    },

    // ── what the window shows ────────────────────────────────────────────────────────────────
    people: () => now().lists.people(),
    roleOf: (id: string) => now().lists.role(id),
    conversations: (): StoredConversation[] => now().lists.conversations(outbox().conversations()),
    conversation: (id: string): StoredConversation | undefined =>
      now().lists.conversation(id, outbox().conversations()),
    markRead: (id: string, seq: number) => transaction(() => now().events.raiseRead(id, seq)),

    openTimeline(id: string): OpenedTimeline {
      const { events, lists, timeline } = now();
      const readSeq = events.conversation(id)?.read_seq ?? 0;
      const shown = page(id, timeline.around(id, readSeq), 'below');
      const unread = lists.conversation(id, outbox().conversations())?.unread ?? 0;
      return { ...shown, readSeq, unread, draft: { text: outbox().draft(id), reply: null } };
    },
    latest: (id: string, limit: number) => page(id, now().timeline.latest(id, limit), 'below'),
    older: (id: string, before: number, limit: number) =>
      page(id, now().timeline.before(id, before, limit), 'above'),
    newer: (id: string, after: number, limit: number) =>
      page(id, now().timeline.after(id, after, limit), 'below'),

    // ── outbox and drafts ────────────────────────────────────────────────────────────────────
    /** Safe on disk; answers what to show at once. The draft it came from is cleared. */
    enqueue(command: NewCommand): Effect {
      outbox().add(command);
      return noEffect();
    },
    nextCommand: (conversation: string) => outbox().next(conversation),
    command: (id: string) => outbox().get(id),
    /** Conversations in which something waits. */
    lanes: (): string[] => outbox().lanes(),
    /** Everything the server has was pulled: what it acknowledged and is not in the log is offered again. */
    rearm: () => outbox().rearm(),
    outboxCounts: () => outbox().counts(),
    /** The server has it; it stays visible until the log brings it. */
    acknowledge(id: string, { seq }: Pick<Landed, 'conversation' | 'seq'>): Effect {
      outbox().markSent(id, seq);
      return noEffect();
    },
    /** Refused for good. What no person needs to decide about is gone from the outbox after this. */
    refuse(id: string, failure: Failure): Effect {
      outbox().markFailed(id, failure);
      return noEffect();
    },
    retry(id: string): Effect {
      outbox().retry(id);
      return noEffect();
    },
    discard(id: string): Effect {
      outbox().remove(id);
      return noEffect();
    },
    /** Another text for what has not been sent; one that had failed waits again. Throws NOT_FOUND. */
    rewrite(_id: string, _text: string): Effect {
      return noEffect();
    },
    /** `thread`: the seq of its first message, or null for the conversation itself. */
    setDraft(id: string, _thread: number | null, text: string, _reply: number | null): void {
      outbox().setDraft(id, text);
    },
    /** Conversations with something unfinished in the field. */
    drafts: (): string[] => outbox().drafts(),

    timelineAt(_id: string, _seq: number, _limit: number): FoundTimeline {
      throw new Error('soon');
    },
    timelineDate(_id: string, _at: number, _limit: number): FoundTimeline {
      throw new Error('soon');
    },
    openThread(_id: string, _root: number, _limit: number): OpenedThread {
      throw new Error('soon');
    },
    threadOlder(_id: string, _root: number, _before: number, _limit: number): TimelinePage {
      throw new Error('soon');
    },
    /** How far this person has read a thread, also what the server does not know yet; 0 without a marker. */
    threadRead(_id: string, _root: number): number {
      return 0;
    },
    threads: (): ThreadRow[] => [],
    /** Threads with something unread, of conversations that are not muted. */
    unreadThreads: (): number => 0,
    saved: (): MessageRow[] => [],
    pins: (_id: string): MessageRow[] => [],
    mentions: (_before?: number): MessageRow[] => [],
    scheduled: (): ScheduledRow[] => [],
    versions: (_id: string, _target: number): MessageVersion[] => [],
    seen: (_id: string): [user: string, seq: number][] => [],
    /** Answers those that moved. */
    putSeen: (_id: string, pairs: [user: string, seq: number][]): [user: string, seq: number][] =>
      pairs,

    close(): void {
      history.close();
      outboxFile.close();
    },
  };
}

function lastTeam(events: WireEvent[]): EventBody<'team.changed'> | undefined {
  const event = events.findLast(({ type }) => type === 'team.changed');
  const typed = event && known(event);
  return typed?.type === 'team.changed' ? typed.body : undefined;
}
