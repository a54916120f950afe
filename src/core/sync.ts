// Receiving: live frames, catching up by the one cursor, holes, first sync, and older history that
// fills in quietly behind (delivery.md rules 7 to 9).
import { setTimeout as rest } from 'node:timers/promises';
import type { CommandOutput } from '../shared/commands.ts';
import type { ConversationSnapshot } from '../shared/conversationCommands.ts';
import { fail, isPermanent, Refusal } from '../shared/errors.ts';
import type { EventsFrame } from '../shared/events.ts';
import type { ApplyResult } from './db/database.ts';
import type { RunDatabase } from './db/thread.ts';
import { createHoles } from './holes.ts';
import { followLineage } from './lineage.ts';
import type { Log } from './log.ts';
import { fillPauseMs } from './thrift.ts';
import type { Request } from './transport/transport.ts';

/** Frames that may wait to be applied; beyond it they are dropped and pulled again. */
const frameLimit = 500;
const page = 500;

export type SyncParts = {
  db: RunDatabase;
  request: Request;
  /** Events were stored. */
  applied(result: ApplyResult): void;
  /** So much changed that whatever is shown should be read again. */
  reload(): void;
  /** A conversation's history has become longer at its beginning. */
  filled(conversation: string): void;
  /** The stream over this connection cannot be trusted any more and must be resumed. */
  failed(error: unknown): void;
  /** On battery: older history may take its time. */
  saving(): boolean;
  log: Log;
};

type Resumed = CommandOutput<'sync.resume'>;

export function createSync(parts: SyncParts) {
  const { db, request, applied, reload, filled, failed, saving, log } = parts;
  let frames: EventsFrame[] = [];
  let live = false;
  /** Something was not pushed, or was dropped here: only a pull makes the floors of frames true again. */
  let missed = false;
  const holes = createHoles(schedule);
  /** Grows with every resume: what an older one still has under way is void. */
  let run = 0;
  /** One thing at a time: a pull and a live frame side by side could move the cursor past a gap. */
  let turn: Promise<unknown> = Promise.resolve();
  let drainQueued = false;
  /** Something was stored of which the window was not told: it reads again when this is through. */
  let untold = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  function assertCurrent(mine: number): void {
    if (mine !== run) throw new Refusal('OFFLINE', 'another connection took over');
  }

  function schedule(): void {
    if (!live || drainQueued) return;
    drainQueued = true;
    const mine = run;
    inTurn(() => drain(mine)).catch((error: unknown) => mine === run && failed(error));
  }

  async function drain(mine: number): Promise<void> {
    drainQueued = false;
    while (mine === run) {
      if (missed) await catchUp(mine);
      else if (holes.due()) await fillHoles(mine);
      else if (frames.length > 0) await applyFrames(mine);
      else return;
    }
  }

  /** Applies what has gathered, in one transaction: the busier it gets, the larger the steps. */
  async function applyFrames(mine: number): Promise<void> {
    const batch = frames.splice(0);
    const floor = Math.max(...batch.map((frame) => frame.floor));
    const events = [...holes.held(), ...batch.flatMap((frame) => frame.events)];
    const result = await db(
      'apply',
      events.sort((a, b) => a.pos - b.pos),
      floor,
    );
    holes.hold(result.ahead);
    applied(result);
    if (result.joined) await openJoined(mine);
  }

  async function fillHoles(mine: number): Promise<void> {
    const beyond = holes.held();
    for (const conversation of new Set(beyond.map((event) => event.conversation)))
      await fill(conversation, mine);
    const result = await db('apply', beyond, null);
    holes.hold(result.ahead);
    applied(result);
  }

  /** Everything the server has above what is stored of one conversation; see `apply` for `accounted`. */
  async function fill(conversation: string, mine: number, accounted = 0): Promise<void> {
    for (let after = await db('lastSeq', conversation); ;) {
      assertCurrent(mine);
      const { events } = await request('history.page', { conversation, after, limit: page });
      applied(await db('apply', events, null, accounted));
      const reached = await db('lastSeq', conversation);
      // A short page may be one of large events. Not rising: there is no more, or this person left again on the way.
      if (reached <= after) return;
      after = reached;
    }
  }

  /** Fetches the conversations this person has become a member of. */
  async function openJoined(mine: number): Promise<void> {
    for (const conversation of await db('opening')) {
      assertCurrent(mine);
      const snapshot = await snapshotOf(conversation);
      if (!snapshot) {
        await db('leave', conversation);
        continue;
      }
      await db('openConversation', snapshot);
      // What was sent while the snapshot travelled, and what an older stay already holds.
      await fill(conversation, mine, snapshot.head);
      reload();
      startBackfill();
    }
  }

  async function snapshotOf(conversation: string): Promise<ConversationSnapshot | undefined> {
    try {
      return (await request('conversation.open', { conversation })).snapshot;
    } catch (error) {
      // Removed again before we came to look.
      if (isPermanent(fail(error).error.code)) return undefined;
      throw error;
    }
  }

  async function firstSync(mine: number): Promise<void> {
    let start: { epoch: string; cursor: number } | undefined;
    let next: string | undefined;
    do {
      assertCurrent(mine);
      const answer = await request('sync.snapshot', next === undefined ? {} : { page: next });
      const first = start === undefined;
      // The first page's head: whatever happened while the others travelled is pulled from there.
      start ??= { epoch: answer.epoch, cursor: answer.head };
      next = answer.nextPage ?? undefined;
      const state = next === undefined ? start : null;
      await db('takeSnapshot', answer.people, answer.conversations, { first, state });
    } while (next !== undefined);
  }

  /** Pulls from the cursor until nothing is missing, also of what was missed meanwhile. */
  async function catchUp(mine: number): Promise<void> {
    do {
      missed = false;
      // What was pushed so far is in the pull as well.
      frames = [];
      holes.hold([]);
      await pullAll(mine);
      await openJoined(mine);
    } while (missed);
    if (live) tell();
  }

  /** The window reads again, if there is something to read: at most starts there is not. */
  function tell(): void {
    if (untold) reload();
    untold = false;
  }

  async function pullAll(mine: number): Promise<void> {
    for (let { cursor } = await db('syncState'); ;) {
      assertCurrent(mine);
      const { events, next, head } = await request('sync.pull', { after: cursor, limit: page });
      if (next <= cursor && next < head)
        throw new Refusal('NOT_LANLINE', 'the server repeats the same page');
      // Thousands of rows are not carried to the window one by one: it reads again at the end.
      const result = await db('apply', events, next, 0, { quiet: true });
      for (const conversation of new Set(result.ahead.map((event) => event.conversation)))
        await fill(conversation, mine);
      untold ||= result.news;
      applied(result);
      cursor = next;
      if (next >= head) return;
    }
  }

  function startBackfill(): void {
    void backfill(run).catch((error: unknown) =>
      log('debug', 'backfill stopped', fail(error).error),
    );
  }

  async function backfill(mine: number): Promise<void> {
    for (const conversation of await db('incomplete')) {
      while (mine === run && (await olderPage(conversation)))
        await rest(fillPauseMs(saving()), undefined, { ref: false });
      filled(conversation);
    }
  }

  /** One page of history below what is stored; answers whether there is more than before. */
  async function olderPage(conversation: string): Promise<boolean> {
    const before = await db('firstSeq', conversation);
    if (before <= 1) return false;
    const { events } = await request('history.page', { conversation, before, limit: page });
    await db('prepend', conversation, events);
    // Somebody else may have fetched the same page meanwhile.
    return (await db('firstSeq', conversation)) < before;
  }

  return {
    /**
     * After every connect, with the rooms already joined by the server: be as if never away (rule 8).
     * `greeted` hears the server's first answer at once: news that follow are newer than it.
     */
    resume(greeted: (server: Resumed) => void): Promise<Resumed> {
      const mine = ++run;
      live = false;
      missed = false;
      return inTurn(async () => {
        assertCurrent(mine);
        const server = await request('sync.resume', {});
        greeted(server);
        if (await followLineage({ db, request, log }, server)) untold = true;
        if ((await db('syncState')).epoch === null) {
          untold = true;
          await firstSync(mine);
        }
        await catchUp(mine);
        assertCurrent(mine);
        live = true;
        schedule();
        tell();
        startBackfill();
        return server;
      });
    },
    receive(frame: EventsFrame): void {
      // Beyond the limit the log on the server is the better queue.
      if (frames.length >= frameLimit) missed = true;
      else frames.push(frame);
      schedule();
    },
    /** Something was not pushed, for whatever reason. */
    lost(): void {
      missed = true;
      schedule();
    },
    /** The server's newest position: is anything missing here? (rule 9) */
    async compare(head: number): Promise<void> {
      if (!live || head <= (await db('syncState')).cursor) return;
      missed = true;
      schedule();
    },
    /** Older history of one conversation, fetched now because somebody scrolls there. */
    older: olderPage,
    stop(): void {
      run++;
      live = false;
      frames = [];
      holes.hold([]);
    },
  };
}
