// What receiving asks of the files: events in, the cursor with them, and what is missing still.
import type { ConversationSnapshot } from '../../shared/conversationCommands.ts';
import type { Person } from '../../shared/entities.ts';
import { type EventBody, known, type WireEvent } from '../../shared/events.ts';
import type { Files } from './database.ts';
import type { ApplyResult } from './effects.ts';
import { offersOf, remains } from './offers.ts';
import type { OutboxCommand } from './outbox.ts';

export type SyncState = {
  /** Lineage of the server's database that this history follows; null before the first sync. */
  epoch: string | null;
  /** Everything up to this position has been received. */
  cursor: number;
};
type Marker = { conversation: string; seq: number };

export function syncCalls({ me, history, outboxFile, ear }: Files) {
  const { now, transaction } = history;
  const { outbox, drafts } = outboxFile;

  /** Takes out of the outbox what the log holds now; answers it. */
  function dropArrived(stored: WireEvent[]): OutboxCommand[] {
    const own = stored.filter(({ author, id }) => author === me && id !== null);
    const ids = new Set(own.map(({ id }) => id));
    const gone = outbox()
      .all()
      .filter((command) => ids.has(command.id) || isBehind(command));
    if (gone.length > 0)
      outboxFile.transaction(() => gone.forEach(({ id }) => outbox().remove(id)));
    return gone;
  }

  /** The log has passed the place where the server put it: what changed nothing has no event of its own. */
  function isBehind({ state, landed, seq }: OutboxCommand): boolean {
    if (state !== 'sent' || landed === null || seq === null) return false;
    return seq <= (now().events.conversation(landed)?.last_seq ?? 0);
  }

  return {
    syncState: (): SyncState => now().meta.syncState(),
    newestEvent: () => now().meta.newest(),
    eventAtOrBelow: (pos: number) => now().meta.atOrBelow(pos),

    /**
     * Applies events and moves the cursor, in one transaction (delivery.md rule 7). A null cursor stays where it is.
     * `accounted`: a seq up to which a snapshot has the effect already. `quiet`: no rows are made, for who reads anew.
     */
    apply(
      events: WireEvent[],
      cursor: number | null,
      accounted = 0,
      { quiet = false }: { quiet?: boolean } = {},
    ): ApplyResult {
      const { stored, people, ...applied } = transaction(() => {
        const result = now().events.apply(events, accounted);
        // What lies beyond a hole is not stored, so the cursor must not pass it.
        now().meta.raiseCursor(Math.min(cursor ?? 0, ...result.ahead.map(({ pos }) => pos - 1)));
        return result;
      });
      const arrived = dropArrived(stored);
      const effect = now().effects.ofEvents(stored, arrived, quiet);
      const team = lastTeam(stored);
      const fresh = stored.filter(({ seq }) => seq > accounted);
      const heard = ear.keywords ? now().heard.among(fresh, ear.keywords, Date.now()) : [];
      const news = stored.length > 0 || arrived.length > 0;
      const changed = { ...applied, ...effect, people: people || effect.people, heard, news };
      return { ...changed, ...(team && { team }) };
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

    openConversation(snapshot: ConversationSnapshot): void {
      transaction(() => now().events.open(snapshot));
      dropArrived(snapshot.events);
    },
    prepend: (id: string, events: WireEvent[]) =>
      transaction(() => now().events.prepend(id, events)),
    /** This person is not in the conversation after all. */
    leave: (id: string) => now().events.leave(id),
    lastSeq: (id: string): number => now().events.conversation(id)?.last_seq ?? 0,
    firstSeq: (id: string): number => now().events.conversation(id)?.first_seq ?? 0,
    /** Joined, but not here yet. */
    opening: (): string[] => now().meta.opening(),
    /**
     * Conversations whose older history is still only on the server: one's own first, because silences and marks may lie
     * there, then those with unread messages beyond it.
     */
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
     * The server follows another history from `after` on: what this person did since goes back to the outbox with its
     * ids, so that the server keeps what it lacks (rule 8), and this history is set aside. Answers how much was offered.
     */
    follow(after: number): number {
      const { meta, rows, collections } = now();
      const keeps = (conversation: string, seq: number): boolean =>
        meta.isBefore(after, conversation, seq);
      const scheduled = new Set(collections.scheduled().map(({ id }) => id));
      const offers = offersOf({
        events: meta.ownEvents(me, after),
        keeps,
        says(conversation, seq) {
          const row = rows.message(conversation, seq);
          return row && row.deletedBy === null ? row.text : undefined;
        },
        waits: (schedule) => scheduled.has(schedule),
        keepsSchedule(schedule) {
          const added = meta.scheduleAdded(schedule);
          // One that is not stored lies below everything that is.
          return added === null || keeps(me, added);
        },
      });
      const offered = outboxFile.transaction(() => {
        for (const command of outbox().all()) {
          const input = remains(command, keeps);
          if (input) outbox().amend(command.id, input);
          else outbox().remove(command.id);
        }
        drafts().dropReplies();
        return outbox().offer(offers);
      });
      // Conversations that only this computer remembers: what waits for them must stay visible.
      const remembered = meta.conversations(me);
      history.replace('superseded');
      transaction(() => now().meta.remember(remembered));
      return offered;
    },
  };
}

function lastTeam(events: WireEvent[]): EventBody<'team.changed'> | undefined {
  const event = events.findLast(({ type }) => type === 'team.changed');
  const typed = event && known(event);
  return typed?.type === 'team.changed' ? typed.body : undefined;
}
