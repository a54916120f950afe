// Receiving: live frames, catching up by the one cursor, holes, first sync, and older history that
// fills in quietly behind (delivery.md rules 7 to 9).
import type { CommandInput, CommandName, CommandOutput } from '../shared/commands.ts';
import { fail, Refusal } from '../shared/errors.ts';
import type { EventsFrame, WireEvent } from '../shared/events.ts';
import type { ApplyResult } from './db/database.ts';
import type { EventMark } from './db/meta.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';

/** How long, and how much, an event beyond a hole is held before the gap is asked for (rule 7). */
const holdMs = 1000;
const holdLimit = 500;
/** Frames kept while catching up; beyond it they are dropped and pulled again. */
const frameLimit = 500;
const page = 500;

export type SyncParts = {
  db: RunDatabase;
  request<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** Events were stored. */
  applied(result: ApplyResult): void;
  /** So much changed that whatever is shown should be read again. */
  reload(): void;
  /** The stream over this connection cannot be trusted any more and must be resumed. */
  failed(error: unknown): void;
  log: Log;
};

export type Resumed = CommandOutput<'sync.resume'>;

export function createSync({ db, request, applied, reload, failed, log }: SyncParts) {
  let frames: EventsFrame[] = [];
  let live = false;
  /** Frames were dropped while catching up: pull once more. */
  let missed = false;
  let held: WireEvent[] = [];
  let holesDue = false;
  let holdTimer: NodeJS.Timeout | undefined;
  /** Grows with every resume: what an older one still has under way is void. */
  let run = 0;
  /** One thing at a time: a pull and a live frame side by side could move the cursor past a gap. */
  let turn: Promise<unknown> = Promise.resolve();
  let drainQueued = false;

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

  /** Applies what has gathered, in one transaction: the busier it gets, the larger the steps. */
  async function drain(mine: number): Promise<void> {
    drainQueued = false;
    while ((frames.length > 0 || holesDue) && mine === run) {
      if (holesDue) await fillHoles(mine);
      const batch = frames.splice(0);
      const floor = Math.max(0, ...batch.map((frame) => frame.floor));
      const events = [...held, ...batch.flatMap((frame) => frame.events)].sort(
        (a, b) => a.pos - b.pos,
      );
      const result = await db('apply', events, floor);
      hold(result.ahead);
      applied(result);
      if (result.joined) await openJoined(mine);
    }
  }

  function hold(ahead: WireEvent[]): void {
    held = ahead;
    clearTimeout(holdTimer);
    if (held.length === 0) return;
    const due = (): void => {
      holesDue = true;
      schedule();
    };
    holdTimer = setTimeout(due, held.length > holdLimit ? 0 : holdMs);
  }

  async function fillHoles(mine: number): Promise<void> {
    holesDue = false;
    for (const conversation of new Set(held.map((event) => event.conversation)))
      await fill(conversation, mine);
  }

  /** Everything the server has above what is stored of one conversation. */
  async function fill(conversation: string, mine: number): Promise<void> {
    for (;;) {
      assertCurrent(mine);
      const after = await db('lastSeq', conversation);
      const { events } = await request('history.page', { conversation, after, limit: page });
      applied(await db('apply', events, null));
      if (events.length < page) return;
    }
  }

  /** Fetches the conversations this person has become a member of. */
  async function openJoined(mine: number): Promise<void> {
    for (const conversation of await db('opening')) {
      assertCurrent(mine);
      const { snapshot } = await request('conversation.open', { conversation });
      await db('openConversation', snapshot);
      // What was sent while the snapshot travelled, and what an older stay already holds.
      await fill(conversation, mine);
      reload();
      startBackfill();
    }
  }

  async function firstSync(mine: number): Promise<void> {
    let start: { epoch: string; cursor: number } | undefined;
    let next: string | undefined;
    do {
      assertCurrent(mine);
      const answer = await request('sync.snapshot', next === undefined ? {} : { page: next });
      // The first page's head: whatever happened while the others travelled is pulled from there.
      start ??= { epoch: answer.epoch, cursor: answer.head };
      next = answer.nextPage ?? undefined;
      await db(
        'takeSnapshot',
        answer.people,
        answer.conversations,
        next === undefined ? start : null,
      );
    } while (next !== undefined);
  }

  async function pullAll(mine: number): Promise<void> {
    let { cursor } = await db('syncState');
    for (;;) {
      assertCurrent(mine);
      missed = false;
      const { events, next, head } = await request('sync.pull', { after: cursor, limit: page });
      const result = await db('apply', events, next);
      for (const conversation of new Set(result.ahead.map((event) => event.conversation)))
        await fill(conversation, mine);
      // Thousands of rows are not carried to the window one by one: it reads again at the end.
      applied({ ...result, rows: {} });
      if (live && result.joined) await openJoined(mine);
      cursor = next;
      if (next >= head && !missed) return;
    }
  }

  /** The server's database is not the one this history came from, or is an older copy of it (rule 8). */
  async function followLineage({ epoch, head }: Resumed): Promise<void> {
    const local = await db('syncState');
    if (local.epoch === null) return;
    const newest = await db('newestEvent');
    if (local.epoch === epoch && local.cursor <= head && (!newest || (await serverHas(newest))))
      return;
    const { offered } = await db('restart', 'superseded', await lastCommon(newest?.pos ?? 0));
    log('warn', 'the server follows another history', { offered });
  }

  const serverHas = async (event: EventMark): Promise<boolean> =>
    (await request('sync.check', event)).known;

  /** The position up to which both histories are the same: they part once, so halving finds it. */
  async function lastCommon(newest: number): Promise<number> {
    let [common, limit] = [0, newest];
    while (common < limit) {
      const middle = Math.ceil((common + limit) / 2);
      const event = await db('eventAtOrBelow', middle);
      if (!event || event.pos <= common || (await serverHas(event))) common = middle;
      else limit = event.pos - 1;
    }
    return common;
  }

  function startBackfill(): void {
    void backfill(run).catch((error: unknown) =>
      log('debug', 'backfill stopped', fail(error).error),
    );
  }

  async function backfill(mine: number): Promise<void> {
    for (const conversation of await db('incomplete')) {
      for (;;) {
        if (mine !== run) return;
        const before = await db('firstSeq', conversation);
        if (before <= 1) break;
        const { events } = await request('history.page', { conversation, before, limit: page });
        if (events.length === 0 || (await db('prepend', conversation, events)) === 0) break;
      }
      applied({ rows: {}, changed: [conversation], people: false, ahead: [], joined: false });
    }
  }

  return {
    /** After every connect, with the rooms already joined by the server: be as if never away (rule 8). */
    resume(): Promise<Resumed> {
      const mine = ++run;
      live = false;
      frames = [];
      held = [];
      clearTimeout(holdTimer);
      return inTurn(async () => {
        const server = await request('sync.resume', {});
        await followLineage(server);
        if ((await db('syncState')).epoch === null) await firstSync(mine);
        await pullAll(mine);
        await openJoined(mine);
        assertCurrent(mine);
        live = true;
        schedule();
        reload();
        startBackfill();
        return server;
      });
    },
    receive(frame: EventsFrame): void {
      if (!live && frames.length >= frameLimit) {
        missed = true;
        frames = [];
      }
      frames.push(frame);
      schedule();
    },
    /** The server's newest position, or null for "something was not pushed": ask for what is missing (rule 9). */
    async look(head: number | null): Promise<void> {
      const mine = run;
      if (!live || (head !== null && head <= (await db('syncState')).cursor)) return;
      await inTurn(() => pullAll(mine)).catch((error: unknown) => mine === run && failed(error));
      reload();
    },
    /** Older history of one conversation, fetched now because somebody scrolls there. */
    async older(conversation: string): Promise<boolean> {
      const before = await db('firstSeq', conversation);
      if (before <= 1) return false;
      const { events } = await request('history.page', { conversation, before, limit: page });
      return (await db('prepend', conversation, events)) > 0;
    },
    stop(): void {
      run++;
      live = false;
      clearTimeout(holdTimer);
    },
  };
}
