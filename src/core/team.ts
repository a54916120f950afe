// A joined team at work: database, connection, sync and outbox put together. The composition root
// of everything that exists only while a team is open.
import type { Team as TeamFacts } from '../shared/entities.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import type { EventsFrame, Landed, Signal } from '../shared/events.ts';
import type { Link, LinkState } from '../shared/rows.ts';
import type { TimelineRow } from '../shared/timelineRows.ts';
import { createArrivals } from './arrivals.ts';
import { createChanges, type TeamPush, type Totals } from './changes.ts';
import { createConnection } from './connection.ts';
import type { ApplyResult } from './db/database.ts';
import { startDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import { createMarkers } from './markers.ts';
import { createOutbox } from './outbox.ts';
import { createPresences, createTyping } from './presence.ts';
import { createRequests } from './requests.ts';
import { createSync } from './sync.ts';
import type { Way } from './way.ts';

export type TeamParts = {
  me: string;
  folder: string;
  databaseWorker: URL;
  connect: Way['connect'];
  push: TeamPush;
  told: TeamNews;
  log: Log;
};

/** What the team's membership must hear. */
export type TeamNews = {
  /** The first sync is through, now or from an earlier start. */
  ready(): void;
  link(link: Link): void;
  unread(totals: Totals): void;
  /** The team as the server has it. */
  facts(facts: Pick<TeamFacts, 'name' | 'door'>): void;
  notice(failure: Failure): void;
};

export type Team = Awaited<ReturnType<typeof openTeam>>;

/** Opens the team's files; `start` then connects. Throws the database's refusals. */
export async function openTeam({
  me,
  folder,
  databaseWorker,
  connect,
  push,
  told,
  log,
}: TeamParts) {
  const database = await startDatabase(
    databaseWorker,
    { folder, me },
    {
      crashed(error) {
        log('error', 'the database thread ended', { error: error.message });
        connection.refuse({ code: 'STORAGE_DAMAGED', message: error.message });
      },
      mended(file) {
        // An empty history: what the server has must be synced anew.
        if (file === 'history')
          connection.restart(new Refusal('STORAGE_DAMAGED', 'the history was set aside'));
        reload();
        void tellNotices().catch(recover);
      },
    },
  );
  const db = database.run;
  let waiting = 0;

  const arrivals = createArrivals(db);
  const presence = createPresences();
  const typing = createTyping((conversation, users) => push('typing', { conversation, users }));
  const changes = createChanges({ db, presence, push, counted: told.unread, failed: recover });
  const connection = createConnection({
    connect,
    resume,
    events: (frame: EventsFrame) => sync.receive(frame),
    signal: hear,
    woke: (head) => void sync.compare(head).catch(recover),
    changed: linkChanged,
    log,
  });
  const { request } = connection;
  const sync = createSync({ db, request, applied, reload, failed: recover, log });
  const markers = createMarkers(db, request, changes.conversation, log);
  const outbox = createOutbox({
    db,
    request,
    changed(conversation, row) {
      if (row) show(conversation, [row]);
      outboxChanged(conversation);
    },
    log,
  });

  const requests = createRequests({
    me,
    db,
    request,
    changed: (list) => push('requests', list),
    log,
  });

  async function resume(): Promise<void> {
    const server = await sync.resume(({ presence: here }) => presence.replace(here));
    await db('rearm');
    await markers.merge(server.markers);
    changes.people();
    changes.conversations();
    told.facts(server.team);
    told.ready();
    void requests.refresh().catch(recover);
  }

  function applied({ rows, changed, people, team }: ApplyResult): void {
    for (const [conversation, list] of Object.entries(rows)) show(conversation, list);
    for (const conversation of changed) changes.conversation(conversation);
    for (const row of Object.values(rows).flat()) typing.stop(row.author);
    if (people) {
      changes.people();
      void requests.peopleChanged().catch(recover);
    }
    if (team) told.facts(team);
    if (changed.length > 0) void countWaiting().catch(recover);
    void arrivals.check().catch(recover);
  }

  const show = (conversation: string, rows: TimelineRow[]): void =>
    push('timeline', { conversation, rows, removed: [] });

  function reload(): void {
    void arrivals.check().catch(recover);
    changes.conversations();
    void db('conversations').then((all) => {
      for (const { id } of all)
        push('timeline', { conversation: id, rows: [], removed: [], reset: true });
    }, recover);
  }

  function hear(signal: Signal): void {
    switch (signal.type) {
      case 'head':
        return void sync.compare(signal.pos).catch(recover);
      case 'behind':
        return sync.lost();
      case 'typing':
        return typing.set(signal.conversation, signal.user, signal.on);
      case 'presence':
        presence.update(signal.changes);
        return changes.people();
      case 'read':
        return void markers.heard(signal.conversation, signal.seq).catch(recover);
      case 'requests':
        return void requests.refresh().catch(recover);
      case 'closing':
        log('info', 'the server is closing');
    }
  }

  function linkChanged(state: LinkState): void {
    if (state.state === 'live') {
      // Told once per connection; the later changes are only its round trip.
      if (state.rttMs === null) void outbox.start().catch(recover);
    } else {
      outbox.stop();
      if (state.state !== 'syncing') sync.stop();
      typing.clear();
      presence.clear();
      changes.people();
    }
    tellLink();
  }

  const link = (): Link => ({ ...connection.state, waiting });

  function tellLink(): void {
    push('link', link());
    told.link(link());
  }

  async function countWaiting(): Promise<void> {
    const counts = await db('outboxCounts');
    const now = counts
      .filter(({ state }) => state === 'waiting')
      .reduce((sum, { n }) => sum + n, 0);
    if (now === waiting) return;
    waiting = now;
    tellLink();
  }

  function outboxChanged(conversation: string): void {
    changes.conversation(conversation);
    void countWaiting().catch(recover);
  }

  /** The stream was lost to an error of this computer's: start over from the stored cursor. */
  function recover(error: unknown): void {
    const { code, message } = fail(error).error;
    if (code === 'CLOSING' || code === 'OFFLINE') return;
    log('error', 'sync failed', { code, message });
    connection.restart(error);
  }

  async function tellNotices(): Promise<void> {
    for (const notice of await db('takeNotices')) told.notice(notice);
  }

  async function close(): Promise<void> {
    connection.close();
    sync.stop();
    outbox.stop();
    typing.clear();
    changes.stop();
    markers.stop();
    await database.close();
  }

  try {
    await countWaiting();
    await changes.countAll();
    if ((await db('syncState')).epoch !== null) told.ready();
    await tellNotices();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    db,
    link,
    changes,
    markers,
    requests,
    older: sync.older,
    signal: connection.signal,
    start: connection.start,
    wake: connection.wake,
    retry: connection.retry,
    moved: connection.moved,
    /** A message was put into the outbox, retried or taken out. */
    queued(conversation: string, row: TimelineRow | undefined): void {
      if (row) show(conversation, [row]);
      outboxChanged(conversation);
      outbox.kick(conversation);
    },
    mayHaveArrived: outbox.mayHaveArrived,
    /** A message was taken out of the outbox by hand. */
    unqueued(conversation: string, key: string): void {
      push('timeline', { conversation, rows: [], removed: [key] });
      outboxChanged(conversation);
    },
    /** Resolves when what the command made can be shown: its event has come through the log. */
    async arrival({ conversation }: Landed): Promise<{ conversation: string }> {
      await arrivals.wait(conversation);
      return { conversation };
    },
    /** Asks the server; for what only makes sense with an answer. */
    async ask<N extends Parameters<typeof request>[0]>(
      name: N,
      input: Parameters<typeof request<N>>[1],
    ) {
      if (connection.state.state !== 'live') throw new Refusal('OFFLINE', 'not connected');
      return request(name, input);
    },
    close,
  };
}
