// The open conversation's rows: a window of the history that grows at both ends and follows the
// newest message. What is drawn and scrolled is TimeLine.vue's business.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Pushes } from '../../shared/api.ts';
import type { OpenedTimeline, TimelinePage, TimelineRow } from '../../shared/timelineRows.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, on } from '../api.ts';
import { useLink } from './link.ts';
import { applyPush, mergeRows, newestSeq, oldestSeq, trim } from '../timeline/merge.ts';

/** Where to put the reader once the rows are drawn; a new object each time. */
export type Landing = { at: 'unread' | 'end' };
type Edge = 'older' | 'newer';

export const useTimeline = defineStore('timeline', () => {
  const conversation = ref<string | null>(null);
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  const rows = shallowRef<readonly TimelineRow[]>([]);
  const older = ref(false);
  const newer = ref(false);
  /** The unread line stands after this seq; null: no line. */
  const lineAfter = ref<number | null>(null);
  const readSeq = ref(0);
  const landing = shallowRef<Landing>({ at: 'end' });
  const busy = shallowRef<Record<Edge, boolean>>({ older: false, newer: false });
  const edgeFailure = shallowRef<Record<Edge, Failure | null>>({ older: null, newer: null });
  /** Told by the view: the person looks at the end, so new rows are seen and old ones may go. */
  const following = ref(true);
  /** Told by the view: the end is on screen and the window has the focus. */
  const watched = ref(false);
  /** Rows from others that have just arrived, for the live region. */
  const arrived = shallowRef<readonly TimelineRow[]>([]);
  const link = useLink();
  let turn = 0;

  const newest = computed(() => newestSeq(rows.value));

  async function open(id: string | null): Promise<OpenedTimeline | null> {
    const mine = ++turn;
    conversation.value = id;
    status.value = 'loading';
    failure.value = null;
    lineAfter.value = null;
    edgeFailure.value = { older: null, newer: null };
    busy.value = { older: false, newer: false };
    show({ rows: [], older: false, newer: false });
    if (id === null) return null;
    const answer = await call('timeline.open', { conversation: id });
    if (mine !== turn) return null;
    if (!answer.ok) {
      failure.value = answer.error;
      status.value = 'failed';
      return null;
    }
    const opened = answer.value;
    // What was pushed while the page was on its way is in `rows` and newer than the page.
    land(opened, applyPush(opened, { rows: rows.value, removed: [] }).rows);
    return opened;
  }

  function land(opened: OpenedTimeline, merged: readonly TimelineRow[]): void {
    show({ ...opened, rows: merged });
    readSeq.value = opened.readSeq;
    if (opened.unread > 0) lineAfter.value ??= opened.readSeq;
    status.value = 'ready';
    landing.value = { at: opened.unread > 0 ? 'unread' : 'end' };
  }

  function show(page: { rows: readonly TimelineRow[]; older: boolean; newer: boolean }): void {
    rows.value = page.rows;
    older.value = page.older;
    newer.value = page.newer;
  }
  const loaded = () => ({ rows: rows.value, older: older.value, newer: newer.value });

  async function more(edge: Edge): Promise<void> {
    const id = conversation.value;
    const from = edge === 'older' ? oldestSeq(rows.value) : newest.value;
    const wanted = edge === 'older' ? older.value : newer.value;
    if (id === null || from === null || !wanted || busy.value[edge]) return;
    const mine = turn;
    busy.value = { ...busy.value, [edge]: true };
    const answer: Outcome<TimelinePage> =
      edge === 'older'
        ? await call('timeline.older', { conversation: id, before: from })
        : await call('timeline.newer', { conversation: id, after: from });
    if (mine !== turn) return;
    busy.value = { ...busy.value, [edge]: false };
    const error = answer.ok ? missing(edge, answer.value) : answer.error;
    edgeFailure.value = { ...edgeFailure.value, [edge]: error };
    if (!answer.ok || error) return;
    const page = { ...loaded(), rows: mergeRows(rows.value, answer.value.rows) };
    page[edge] = answer.value[edge];
    show(trim(page, edge === 'older' ? 'newest' : 'oldest'));
  }

  /** More exists but none of it came: it is on the server, and the server is away. */
  function missing(edge: Edge, page: TimelinePage): Failure | null {
    const known = new Set(rows.value.map((row) => row.key));
    const brought = page.rows.some((row) => !known.has(row.key));
    return page[edge] && !brought ? { code: 'OFFLINE', message: 'not on this computer' } : null;
  }

  async function toLatest(): Promise<void> {
    const id = conversation.value;
    if (id === null) return;
    if (newer.value) {
      const mine = turn;
      const answer = await call('timeline.latest', { conversation: id });
      if (mine !== turn) return;
      if (answer.ok) show(answer.value);
      else edgeFailure.value = { ...edgeFailure.value, newer: answer.error };
    }
    landing.value = { at: 'end' };
  }

  /** After a reset the same stretch is read again; at the end, or with nothing, as if just opened. */
  async function reload(): Promise<void> {
    const id = conversation.value;
    const first = oldestSeq(rows.value);
    if (id === null || status.value !== 'ready') return;
    const mine = turn;
    if (first === null || following.value) {
      const answer = await call('timeline.open', { conversation: id });
      if (mine === turn && answer.ok) land(answer.value, answer.value.rows);
      return;
    }
    const after = Math.max(0, first - 1);
    const answer = await call('timeline.newer', { conversation: id, after, limit: 200 });
    if (mine === turn && answer.ok) show({ ...answer.value, older: older.value });
  }

  function receive(push: Pushes['timeline']): void {
    if (push.conversation !== conversation.value) return;
    if (push.reset) {
      void reload();
      return;
    }
    const known = new Set(rows.value.map((row) => row.key));
    const before = newest.value;
    const next = applyPush(loaded(), push);
    show(following.value ? trim(next, 'oldest') : next);
    arrived.value = push.rows.filter((row) => !known.has(row.key) && (row.seq ?? 0) > before);
    if (arrived.value.length === 0 || watched.value || lineAfter.value !== null) return;
    // What arrives while nobody looks gets the unread line, unless one stands already; what was
    // missed while the line was broken is read from its beginning, however much it is.
    lineAfter.value = before;
    if (!link.connected && following.value) landing.value = { at: 'unread' };
  }
  on('timeline', receive);

  return {
    conversation,
    status,
    failure,
    rows,
    older,
    newer,
    lineAfter,
    readSeq,
    landing,
    busy,
    edgeFailure,
    following,
    watched,
    arrived,
    newest,
    open,
    more,
    toLatest,
  };
});
