// What the window asks to show: pages of conversations and threads, and what a message said before.
import type { WireEvent } from '../../shared/events.ts';
import type {
  Draft,
  FoundTimeline,
  MessageVersion,
  OpenedThread,
  OpenedTimeline,
  TimelinePage,
} from '../../shared/timelineRows.ts';
import type { Files } from './database.ts';
import { lineOf } from './lists.ts';

const end = Number.MAX_SAFE_INTEGER;

export function timelineCalls({ history, outboxFile, pending }: Files) {
  const { now } = history;

  /** Rows for the window. Unsent messages follow the newest, because they come after everything. */
  function page(id: string, events: WireEvent[], side: 'above' | 'below'): TimelinePage {
    const { log, rows } = now();
    const { first, last } = log.edges(id);
    const newer = side === 'below' && (events.at(-1)?.seq ?? last) < last;
    const unsent = side === 'below' && !newer ? pending.sends(id).map(rows.unsent) : [];
    const shown = unsent.filter(({ thread, broadcast }) => thread === null || broadcast);
    const older = (events[0]?.seq ?? first) > first || firstSeq(id) > 1;
    return { rows: [...rows.of(id, events), ...shown], older, newer };
  }

  const firstSeq = (id: string): number => now().events.conversation(id)?.first_seq ?? 0;

  /** The page around what stands at `seq`, or else next to it. */
  function around(id: string, seq: number, limit: number): FoundTimeline {
    const { log } = now();
    const half = Math.ceil(limit / 2);
    const tail = log.after(id, seq - 1, half);
    // Near the end there is room for more of what came before.
    const events = [...log.before(id, seq, limit - tail.length), ...tail];
    const [landed = events.at(-1)] = tail;
    return { ...page(id, events, 'below'), seq: landed?.seq ?? null, thread: null };
  }

  function draft(id: string, thread: number | null): Draft {
    const { text, reply } = outboxFile.drafts().get(id, thread);
    return { text, reply: reply === null ? null : now().rows.quote(id, reply) };
  }

  return {
    openTimeline(id: string): OpenedTimeline {
      const { events, lists, log } = now();
      const conversation = lists.conversation(id);
      const readSeq = lineOf(
        events.conversation(id)?.read_seq ?? 0,
        conversation?.unreadFrom ?? null,
      );
      const shown = page(id, log.around(id, readSeq), 'below');
      return { ...shown, readSeq, unread: conversation?.unread ?? 0, draft: draft(id, null) };
    },
    latest: (id: string, limit: number) => page(id, now().log.latest(id, limit), 'below'),
    older: (id: string, before: number, limit: number) =>
      page(id, now().log.before(id, before, limit), 'above'),
    newer: (id: string, after: number, limit: number) =>
      page(id, now().log.after(id, after, limit), 'below'),
    /** Around a message; a reply that only its thread shows is found at the thread's root. `seq` is null when it is not here. */
    timelineAt(id: string, seq: number, limit: number): FoundTimeline {
      const { log, rows } = now();
      if (log.at(id, [seq]).length === 0) return { ...around(id, seq, limit), seq: null };
      const row = rows.message(id, seq);
      const thread = row && !row.broadcast ? row.thread : null;
      return { ...around(id, thread ?? seq, limit), thread };
    },
    /** Around the first message at or after a time, ms; the last one when there is none. */
    timelineDate(id: string, at: number, limit: number): FoundTimeline {
      const { events, log } = now();
      const { first_seq: first = 0, last_seq: last = 0 } = events.conversation(id) ?? {};
      return around(id, log.seqAtTime(id, at, first, last), limit);
    },

    openThread(id: string, root: number, limit: number): OpenedThread {
      const { rows, threads } = now();
      const shown = threadPage(id, root, end, limit);
      const unsent = pending.sends(id).filter(({ input }) => input.thread === root);
      return {
        ...shown,
        rows: [...shown.rows, ...unsent.map(rows.unsent)],
        root: rows.message(id, root),
        readSeq: threads.readLine(id, root),
        draft: draft(id, root),
      };
    },
    threadOlder: (id: string, root: number, before: number, limit: number): TimelinePage =>
      threadPage(id, root, before, limit),
    /** How far this person has read a thread, also what the server does not know yet; 0 without a marker. */
    threadRead: (id: string, root: number): number => now().threads.read(id, root),
    versions: (id: string, target: number): MessageVersion[] =>
      now().collections.versions(id, target),
  };

  function threadPage(id: string, root: number, before: number, limit: number): TimelinePage {
    const { log, rows, threads } = now();
    const replies = log.threadBefore(id, root, before, limit);
    const first = threads.first(id, root);
    return {
      rows: rows.of(id, replies),
      // What lies between the root and what is stored is only on the server.
      older: (replies[0]?.seq ?? first) > first || firstSeq(id) > root,
      newer: false,
    };
  }
}
