// A joined team at work: database, connection, sync and outbox put together. The composition root
// of everything that exists only while a team is open.
import type { Team as TeamFacts } from '../shared/entities.ts';
import { fail, type Failure, Refusal } from '../shared/errors.ts';
import type { EventsFrame, Signal } from '../shared/events.ts';
import type { Link, LinkState } from '../shared/rows.ts';
import { createArrivals } from './arrivals.ts';
import { createChanges, type TeamPush } from './changes.ts';
import { createConnection } from './connection.ts';
import type { ApplyResult } from './db/database.ts';
import { startDatabase } from './db/thread.ts';
import type { Log } from './log.ts';
import { createMarkers } from './markers.ts';
import type { Alerts } from './notify/alerts.ts';
import { createOutbox } from './outbox.ts';
import { createPages } from './pages.ts';
import { createPresences, createTyping } from './presence.ts';
import { createQueue } from './queue.ts';
import { createRequests } from './requests.ts';
import { createSearch, heardBySearch } from './search/thread.ts';
import { createSeen } from './seen.ts';
import { createShowing } from './showing.ts';
import { createSync } from './sync.ts';
import type { Totals } from './totals.ts';
import type { Request } from './transport/transport.ts';
import { createWaiting } from './waiting.ts';
import type { Way } from './way.ts';

export type TeamParts = {
  id: string;
  me: string;
  folder: string;
  databaseWorker: URL;
  searchWorker: URL;
  connect: Way['connect'];
  push: TeamPush;
  told: TeamNews;
  alerts: Alerts | undefined;
  saving(): boolean;
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
  /** The server says that it offers another version of the app. */
  offering(): void;
  notice(failure: Failure): void;
};

export type Team = Awaited<ReturnType<typeof openTeam>>;

type Hears = { [T in Signal['type']]: (signal: Extract<Signal, { type: T }>) => unknown };

/** Opens the team's files; `start` then connects. Throws the database's refusals. */
export async function openTeam({
  id,
  me,
  folder,
  databaseWorker,
  searchWorker,
  connect,
  push,
  told,
  alerts,
  saving,
  log,
}: TeamParts) {
  let opened = false;
  const database = await startDatabase(
    databaseWorker,
    { folder, me },
    {
      crashed(error) {
        log('error', 'the database thread ended', { error: error.message });
        // While opening, whoever opens is told.
        if (opened) connection.refuse({ code: 'STORAGE_DAMAGED', message: error.message });
      },
      mending: () => search.release(),
      mended(file) {
        // An empty history: what the server has must be synced anew.
        if (file === 'history')
          connection.restart(new Refusal('STORAGE_DAMAGED', 'the history was set aside'));
        reload();
        void tellNotices().catch(recover);
      },
    },
  );
  opened = true;
  const search = createSearch(searchWorker, { folder, me }, log);
  const db = heardBySearch(database.run, search);
  /** Nobody sits at this computer. */
  let away = false;

  const waiting = createWaiting(db, tellLink);
  const arrivals = createArrivals(db);
  const ear = alerts?.team(id, db);
  const presence = createPresences();
  const typing = createTyping((conversation, users) => push('typing', { conversation, users }));
  const changes = createChanges({ db, presence, push, counted: told.unread, failed: recover });
  const connection = createConnection({
    connect,
    resume,
    events: receive,
    signal: (signal: Signal) => hears[signal.type](signal as never),
    woke: (head) => void sync.compare(head).catch(recover),
    changed: linkChanged,
    rerouted: () => void hereNow().catch(() => undefined),
    saving,
    log,
  });
  const { request } = connection;
  /** Asks the server; for what only makes sense with an answer. */
  const ask: Request = async (name, input) => {
    if (connection.state.state !== 'live') throw new Refusal('OFFLINE', 'not connected');
    return request(name, input);
  };
  const showing = createShowing({
    me,
    db,
    push,
    changes,
    countWaiting: waiting.count,
    failed: recover,
  });
  const sync = createSync({
    db,
    request,
    applied,
    reload,
    filled: showing.filled,
    failed: recover,
    saving,
    log,
  });
  const outbox = createOutbox({ db, request, changed: showing.effect, dropped: told.notice, log });
  const queue = createQueue({ me, team: id, db, outbox, show: showing.effect });
  const pages = createPages({ db, fetchOlder: sync.older, log });
  const seen = createSeen({ me, db, ask, push, log });
  const markers = createMarkers({
    db,
    request,
    changed: changes.conversation,
    unmark: (conversation) => queue.add('preference.set', { conversation, unreadFrom: null }),
    log,
  });
  const requests = createRequests({
    me,
    db,
    request,
    changed: (list) => push('requests', list),
    log,
  });

  const hears: Hears = {
    head: ({ pos }) => void sync.compare(pos).catch(recover),
    behind: sync.lost,
    typing: ({ conversation, user, on }) => typing.set(conversation, user, on),
    presence(signal) {
      presence.update(signal.changes);
      changes.people();
    },
    read: ({ conversation, seq }) => void markers.heard(conversation, seq).catch(recover),
    seen: (signal) => void seen.heard(signal.conversation, signal.seen).catch(recover),
    requests: () => void requests.refresh().catch(recover),
    // Only trials of a way listen for it, on connections of their own.
    echo: () => undefined,
    closing: () => log('info', 'the server is closing'),
  };

  async function resume(): Promise<void> {
    const release = await ear?.hold();
    const server = await sync.resume(({ presence: here }) => presence.replace(here));
    await db('rearm');
    await markers.merge(server.markers);
    await release?.();
    changes.people();
    changes.conversations();
    told.facts(server.team);
    told.ready();
    void requests.refresh().catch(recover);
  }

  function receive(frame: EventsFrame): void {
    for (const { type, author } of frame.events)
      if (type === 'message.created') typing.stop(author);
      else if (type === 'update.offered') told.offering();
    sync.receive(frame);
  }

  function applied(result: ApplyResult): void {
    void showing.effect(result);
    ear?.heard(result.heard);
    if (result.people) void requests.peopleChanged().catch(recover);
    if (result.team) told.facts(result.team);
    void arrivals.check().catch(recover);
  }

  function reload(): void {
    void arrivals.check().catch(recover);
    showing.everything();
  }

  function linkChanged(state: LinkState): void {
    if (state.state === 'live') {
      // Told once per connection; the later changes are only its round trip.
      if (state.rttMs === null) void outbox.start().catch(recover);
      if (state.rttMs === null && away) tellPresence();
    } else {
      outbox.stop();
      if (state.state !== 'syncing') sync.stop();
      typing.clear();
      presence.clear();
      changes.people();
    }
    tellLink();
  }

  const tellPresence = (): void =>
    connection.signal({ type: 'presence', state: away ? 'away' : 'online' });

  /** Who came or went while the way changed; what this misses is told with the next change. */
  async function hereNow(): Promise<void> {
    presence.replace((await request('sync.resume', {})).presence);
    changes.people();
  }

  const link = (): Link => ({ ...connection.state, waiting: waiting.now });

  function tellLink(): void {
    push('link', link());
    told.link(link());
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
    ear?.close();
    sync.stop();
    outbox.stop();
    typing.clear();
    changes.stop();
    markers.stop();
    await search.close();
    await database.close();
  }

  try {
    await waiting.count();
    await changes.countAll();
    if ((await db('syncState')).epoch !== null) told.ready();
    await tellNotices();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    db,
    ask,
    link,
    changes,
    markers,
    pages,
    queue,
    requests,
    search,
    seen,
    signal: connection.signal,
    start: connection.start,
    wake: connection.wake,
    retry: connection.retry,
    moved: connection.moved,
    renew: connection.renew,
    watch: connection.watch,
    /** Whether nobody sits at this computer; the server hears it now and after every connect. */
    idle(nobody: boolean): void {
      away = nobody;
      tellPresence();
    },
    arrival: arrivals.wait,
    close,
  };
}
