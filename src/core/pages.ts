// Pages of what was said, also of what is still only on the server: it is fetched now, because
// somebody is looking.
import { fail, Refusal } from '../shared/errors.ts';
import type { FoundTimeline, OpenedThread, TimelinePage } from '../shared/timelineRows.ts';
import type { RunDatabase } from './db/thread.ts';
import type { Log } from './log.ts';

/** So many fetched pages may show nothing before the window gets an answer: reactions and edits are events too. */
const quietPages = 20;

export type PagesParts = {
  db: RunDatabase;
  /** Fetches one page below what is here; answers whether the history got longer. Throws OFFLINE, NOT_MEMBER. */
  fetchOlder(conversation: string): Promise<boolean>;
  log: Log;
};

export function createPages({ db, fetchOlder, log }: PagesParts) {
  /** Everything from `seq` on is here, or as much of it as the server gives. */
  async function reachDown(conversation: string, seq: number): Promise<void> {
    while (seq < (await db('firstSeq', conversation)) && (await fetchOlder(conversation)));
  }

  /** The same where a part is better than nothing. */
  async function tryOlder(conversation: string): Promise<boolean> {
    try {
      return await fetchOlder(conversation);
    } catch (error) {
      log('info', 'older history not fetched', fail(error).error);
      return false;
    }
  }

  /** The page, as soon as it shows anything. */
  async function reachUp(
    conversation: string,
    read: () => Promise<TimelinePage>,
  ): Promise<TimelinePage> {
    for (let fetched = 0; ; fetched++) {
      const page = await read();
      if (page.rows.length > 0 || !page.older || fetched >= quietPages) return page;
      if (!(await fetchOlder(conversation))) return page;
    }
  }

  return {
    older: (conversation: string, before: number, limit: number): Promise<TimelinePage> =>
      reachUp(conversation, () => db('older', conversation, before, limit)),
    threadOlder: (
      conversation: string,
      thread: number,
      before: number,
      limit: number,
    ): Promise<TimelinePage> =>
      reachUp(conversation, () => db('threadOlder', conversation, thread, before, limit)),

    async at(conversation: string, seq: number, limit: number): Promise<FoundTimeline> {
      await reachDown(conversation, seq);
      const found = await db('timelineAt', conversation, seq, limit);
      if (found.seq === null) throw new Refusal('NOT_FOUND', 'no such message');
      if (found.thread === null) return found;
      // A reply stands in its thread, and its thread below the message that began it.
      await reachDown(conversation, found.thread);
      return db('timelineAt', conversation, seq, limit);
    },

    async date(conversation: string, at: number, limit: number): Promise<FoundTimeline> {
      for (;;) {
        const found = await db('timelineDate', conversation, at, limit);
        // Only a row before it shows that it is the first after that moment.
        const sure = found.seq !== null && found.rows[0]?.seq !== found.seq;
        if (sure || !found.older || !(await tryOlder(conversation))) return found;
      }
    },

    async thread(conversation: string, thread: number, limit: number): Promise<OpenedThread> {
      await reachDown(conversation, thread).catch((error: unknown) =>
        log('info', 'the root of a thread was not fetched', fail(error).error),
      );
      return db('openThread', conversation, thread, limit);
    },
  };
}
