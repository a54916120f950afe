// The history of a team's conversations in memory, page by page, as the core hands it to the window:
// what stands in threads alone is not in it.
import type { CallArgs, CallOutput } from '../../../src/shared/api.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type { ConversationRow } from '../../../src/shared/rows.ts';
import type { Draft, TimelinePage, TimelineRow } from '../../../src/shared/timelineRows.ts';

type TimelineCall = `timeline.${'open' | 'older' | 'newer' | 'latest' | 'at' | 'date'}`;
type Handlers = { [N in TimelineCall]: (input: CallArgs<N>) => CallOutput<N> };

export type History = {
  rows: Map<string, TimelineRow[]>;
  read: Map<string, number>;
  writing: { draftOf(conversation: string, thread: number | null): Draft };
  conversations: Map<string, ConversationRow>;
  pageSize: number;
};

export function memoryTimeline(team: History): Handlers {
  const all = (id: string): TimelineRow[] => team.rows.get(id) ?? [];
  const shown = (id: string): TimelineRow[] =>
    all(id).filter((row) => row.kind === 'note' || row.thread === null || row.broadcast);

  function page(id: string, from: number, to: number): TimelinePage {
    const rows = shown(id);
    return { rows: rows.slice(from, to), older: from > 0, newer: to < rows.length };
  }
  function around(id: string, index: number, limit: number): TimelinePage {
    const from = Math.max(0, index - Math.floor(limit / 2));
    return page(id, from, Math.min(shown(id).length, from + limit));
  }

  return {
    'timeline.open': ({ conversation }) => {
      const rows = shown(conversation);
      const readSeq = team.read.get(conversation) ?? 0;
      const first = rows.findIndex((row) => row.seq !== null && row.seq > readSeq);
      const unread = team.conversations.get(conversation)?.unread ?? 0;
      const from = Math.max(0, (unread > 0 ? first : rows.length) - team.pageSize);
      const to = unread > 0 ? Math.min(rows.length, first + team.pageSize) : rows.length;
      const draft = team.writing.draftOf(conversation, null);
      return { ...page(conversation, from, to), readSeq, unread, draft };
    },
    'timeline.older': ({ conversation, before, limit }) => {
      const to = shown(conversation).findIndex((row) => row.seq === before);
      return page(conversation, Math.max(0, to - limit), Math.max(0, to));
    },
    'timeline.newer': ({ conversation, after, limit }) => {
      const rows = shown(conversation);
      const from = rows.findIndex((row) => row.seq === null || row.seq > after);
      return page(conversation, Math.max(0, from), Math.min(rows.length, from + limit));
    },
    'timeline.latest': ({ conversation, limit }) => {
      const count = shown(conversation).length;
      return page(conversation, Math.max(0, count - limit), count);
    },
    'timeline.at': ({ conversation, seq, limit }) => {
      const row = all(conversation).find((one) => one.seq === seq);
      if (!row) throw new Refusal('NOT_FOUND', `${conversation} ${seq}`);
      const thread = row.kind === 'message' && !row.broadcast ? row.thread : null;
      const rows = shown(conversation);
      const target = thread ?? seq;
      const index = rows.findIndex((one) => one.seq === target);
      return { ...around(conversation, index, limit), seq: target, thread };
    },
    'timeline.date': ({ conversation, at, limit }) => {
      const rows = shown(conversation);
      const index = rows.findIndex((row) => row.at >= at);
      const nearest = index === -1 ? rows.length - 1 : index;
      const seq = rows[nearest]?.seq ?? null;
      return { ...around(conversation, nearest, limit), seq, thread: null };
    },
  };
}
