// The open conversation's rows: a window of the history that grows at both ends and follows the
// newest message. What is drawn and scrolled is TimeLine.vue's business.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Pushes } from '../../shared/api.ts';
import type {
  FoundTimeline,
  OpenedTimeline,
  TimelinePage,
  TimelineRow,
} from '../../shared/timelineRows.ts';
import type { Failure, Outcome } from '../../shared/errors.ts';
import { call, on, shownTeam } from '../api.ts';
import { useComposer } from './composer.ts';
import { useConversations } from './conversations.ts';
import { useLink } from './link.ts';
import { useSession } from './session.ts';
import {
  applyPush,
  boundTo,
  inTimeline,
  type Loaded,
  mergeRows,
  missing,
  newestSeq,
  oldestSeq,
  trim,
} from '../timeline/merge.ts';
import { type Arrival, createAims } from '../timeline/aims.ts';
import { createEditedMarks, lastLeft, leave } from '../timeline/visits.ts';

/** Where to put the reader once the rows are drawn; a new object each time. */
export type Landing =
  | { at: 'unread' | 'end' }
  /** `quiet`: neither marked nor given the focus. */
  | {
      at: 'row';
      seq: number;
      quiet?: boolean;
      /** Pixels between the list's upper edge and the row's; a third of the list where it is not said. */
      below?: number;
    };
type Edge = 'older' | 'newer';

const pageSize = 80;

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
  /** So much has come at once that the page was read anew; the unread messages then. Also for the live region. */
  const missed = shallowRef<{ unread: number } | null>(null);
  const edited = createEditedMarks(() => session.me);
  /** Marked unread by hand: looking at it does not count as reading until it is opened again. */
  const keptUnread = ref(false);
  const link = useLink();
  const session = useSession();
  const conversations = useConversations();
  const composer = useComposer();
  const aims = createAims();
  let turn = 0;

  const newest = computed(() => newestSeq(rows.value));

  async function open(id: string | null): Promise<void> {
    const mine = ++turn;
    const aim = aims.take(id);
    if (!aim) aims.drop();
    left();
    conversation.value = id;
    status.value = 'loading';
    failure.value = null;
    lineAfter.value = null;
    keptUnread.value = false;
    edited.clear();
    edgeFailure.value = { older: null, newer: null };
    busy.value = { older: false, newer: false };
    show({ rows: [], older: false, newer: false });
    if (id === null) return;
    const [answer, found] = await Promise.all([
      call('timeline.open', { conversation: id }),
      aim && call('timeline.at', { conversation: id, seq: aim.seq, limit: pageSize }),
    ]);
    if (mine !== turn) {
      aim?.done(null);
      return;
    }
    if (!answer.ok) {
      failure.value = answer.error;
      status.value = 'failed';
      (aim ?? aims.take(id))?.done(answer);
      return;
    }
    const opened = answer.value;
    composer.restore(id, null, opened.draft);
    // What was pushed while the page was on its way is in `rows` and newer than the page.
    const page = found?.ok ? found.value : opened;
    land(opened, { ...page, rows: applyPush(page, { rows: rows.value, removed: [] }).rows });
    if (aim && found) aim.done(find(found, aim.quiet));
    // Wanted while the opening was under way.
    const late = aims.take(id);
    if (late) void goTo(id, late.seq, late.quiet).then(late.done);
  }

  function land(opened: OpenedTimeline, page: Loaded): void {
    show(page);
    readSeq.value = opened.readSeq;
    // What was marked unread by hand begins where that was done, however far it had been read.
    const from = conversations.rows.get(conversation.value ?? '')?.unreadFrom ?? Infinity;
    if (opened.unread > 0) lineAfter.value ??= Math.min(opened.readSeq, from - 1);
    status.value = 'ready';
    landing.value = { at: opened.unread > 0 ? 'unread' : 'end' };
    markEdited();
  }

  function markEdited(): void {
    const id = conversation.value;
    if (id !== null) edited.since(rows.value, lastLeft(shownTeam(), id), readSeq.value);
  }
  /** The conversation is left, or the window goes away. */
  function left(): void {
    if (conversation.value !== null && status.value === 'ready')
      leave(shownTeam(), conversation.value);
  }

  /**
   * Lands at a message of any conversation. That of another one waits until `open` is called for it. `quiet`: the
   * message is neither marked nor given the focus.
   */
  async function goTo(id: string, seq: number, quiet = false): Promise<Arrival> {
    if (id !== conversation.value || status.value !== 'ready') return aims.add(id, seq, quiet);
    aims.drop();
    if (rows.value.some((row) => row.seq === seq)) {
      landing.value = { at: 'row', seq, quiet };
      return { ok: true, value: { thread: null } };
    }
    const answer = await inTurn(call('timeline.at', { conversation: id, seq, limit: pageSize }));
    return answer && find(answer, quiet);
  }

  /** Lands at the first message of a day or after it. */
  async function toDate(at: number): Promise<Failure | null> {
    const id = conversation.value;
    if (id === null) return null;
    const answer = await inTurn(call('timeline.date', { conversation: id, at, limit: pageSize }));
    const found = answer && find(answer, false);
    return found?.ok === false ? found.error : null;
  }

  /** Null for an answer that comes when something else is open already. */
  async function inTurn<T>(answer: Promise<Outcome<T>>): Promise<Outcome<T> | null> {
    const mine = turn;
    const given = await answer;
    return mine === turn ? given : null;
  }

  function find(answer: Outcome<FoundTimeline>, quiet: boolean): NonNullable<Arrival> {
    if (!answer.ok) return answer;
    const { seq, thread } = answer.value;
    show(answer.value);
    markEdited();
    if (seq !== null) landing.value = { at: 'row', seq, quiet: quiet || thread !== null };
    return { ok: true, value: { thread } };
  }

  function show(page: Loaded): void {
    rows.value = inTimeline(page.rows);
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
        ? await call('timeline.older', { conversation: id, before: from, limit: pageSize })
        : await call('timeline.newer', { conversation: id, after: from, limit: pageSize });
    if (mine !== turn) return;
    busy.value = { ...busy.value, [edge]: false };
    const error = answer.ok ? missing(rows.value, answer.value, edge) : answer.error;
    edgeFailure.value = { ...edgeFailure.value, [edge]: error };
    if (!answer.ok || error) return;
    const page = { ...loaded(), rows: mergeRows(rows.value, answer.value.rows) };
    page[edge] = answer.value[edge];
    show(trim(page, edge === 'older' ? 'newest' : 'oldest'));
    markEdited();
  }

  async function toLatest(): Promise<void> {
    const id = conversation.value;
    if (id === null) return;
    if (newer.value) {
      const answer = await inTurn(call('timeline.latest', { conversation: id, limit: pageSize }));
      if (!answer) return;
      if (answer.ok) show(answer.value);
      else edgeFailure.value = { ...edgeFailure.value, newer: answer.error };
    }
    keptUnread.value = false;
    landing.value = { at: 'end' };
  }

  /** After a reset the same stretch is read again; at the end, or with nothing, as if just opened. */
  async function reload(): Promise<void> {
    const id = conversation.value;
    const first = oldestSeq(rows.value);
    if (id === null || status.value !== 'ready') return;
    const mine = turn;
    if (first === null || following.value) {
      const before = newest.value;
      const answer = await call('timeline.open', { conversation: id });
      if (mine !== turn || !answer.ok) return;
      land(answer.value, answer.value);
      const { unread } = answer.value;
      if (unread > 0 && newest.value > before) missed.value = { unread };
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
    const known = new Map(rows.value.map((row) => [row.key, row]));
    const before = newest.value;
    const next = applyPush(loaded(), push);
    if (!watched.value) edited.pushed(known, push.rows);
    show(following.value ? trim(next, 'oldest') : boundTo(next));
    arrived.value = inTimeline(push.rows).filter(
      (row) => !known.has(row.key) && (row.seq ?? 0) > before,
    );
    if (arrived.value.length === 0 || watched.value || lineAfter.value !== null) return;
    // What arrives while nobody looks gets the unread line, unless one stands already; what was
    // missed while the line was broken is read from its beginning, however much it is.
    lineAfter.value = before;
    if (!link.connected && following.value) landing.value = { at: 'unread' };
  }
  on('timeline', receive);

  /** From this message on everything is new again, until the conversation is opened the next time. */
  function keepUnread(from: number): void {
    keptUnread.value = true;
    lineAfter.value = from - 1;
  }

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
    missed,
    edited: edited.keys,
    keptUnread,
    newest,
    open,
    left,
    goTo,
    toDate,
    more,
    toLatest,
    keepUnread,
  };
});
