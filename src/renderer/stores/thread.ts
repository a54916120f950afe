// The thread in the side panel: the message that began it, its replies, and how far they were read.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Pushes } from '../../shared/api.ts';
import type { Failure } from '../../shared/errors.ts';
import type { MessageRow, TimelineRow } from '../../shared/timelineRows.ts';
import { call, on } from '../api.ts';
import { mergeRows, missing, newestSeq, oldestSeq } from '../timeline/merge.ts';
import { useComposer } from './composer.ts';
import { useSession } from './session.ts';

export type ThreadAim = { conversation: string; thread: number; seq: number };
type Place = { conversation: string; seq: number };

export const useThread = defineStore('thread', () => {
  const place = shallowRef<Place | null>(null);
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<Failure | null>(null);
  /** Null when it is not known here. */
  const root = shallowRef<MessageRow | null>(null);
  const replies = shallowRef<readonly TimelineRow[]>([]);
  const older = ref(false);
  const busy = ref(false);
  const olderFailure = shallowRef<Failure | null>(null);
  /** The unread line stands after this seq; null: no line. */
  const lineAfter = ref<number | null>(null);
  const readSeq = ref(0);
  /** The reply at which the thread is to be shown; a new object each time. */
  const aimed = shallowRef<ThreadAim | null>(null);
  /** Told by the view: the end is on screen and somebody looks. */
  const watched = ref(false);
  /** What somebody else said last, for the live region. */
  const heard = shallowRef<MessageRow | null>(null);
  const session = useSession();
  const composer = useComposer();
  let turn = 0;

  const newest = computed(() => newestSeq(replies.value));
  /** All of it, for whoever looks for one message. */
  const rows = computed(() => (root.value ? [root.value, ...replies.value] : replies.value));

  const aim = (at: ThreadAim): void => void (aimed.value = at);

  async function open(at: Place | null): Promise<void> {
    const mine = ++turn;
    place.value = at;
    status.value = 'loading';
    failure.value = null;
    olderFailure.value = null;
    busy.value = false;
    root.value = null;
    replies.value = [];
    older.value = false;
    lineAfter.value = null;
    if (at === null) return;
    const answer = await call('thread.open', { conversation: at.conversation, thread: at.seq });
    if (mine !== turn) return;
    if (!answer.ok) {
      failure.value = answer.error;
      status.value = 'failed';
      return;
    }
    const opened = answer.value;
    composer.restore(at.conversation, at.seq, opened.draft);
    root.value = root.value ?? opened.root;
    replies.value = mergeRows(opened.rows, replies.value);
    older.value = opened.older;
    readSeq.value = opened.readSeq;
    if (opened.rows.some(isNew)) lineAfter.value = opened.readSeq;
    status.value = 'ready';
  }
  const isNew = (row: TimelineRow): boolean =>
    row.seq !== null && row.seq > readSeq.value && row.author !== session.me;

  /** The page above; answers whether there was one. */
  async function more(): Promise<boolean> {
    const at = place.value;
    // Where none of them is here yet, all of them are older.
    const before = oldestSeq(replies.value) ?? Number.MAX_SAFE_INTEGER;
    if (!at || !older.value || busy.value) return false;
    const mine = turn;
    busy.value = true;
    const input = { conversation: at.conversation, thread: at.seq, before };
    const answer = await call('thread.older', input);
    if (mine !== turn) return false;
    busy.value = false;
    olderFailure.value = answer.ok ? missing(replies.value, answer.value) : answer.error;
    if (!answer.ok || olderFailure.value) return false;
    const grown = mergeRows(replies.value, answer.value.rows);
    const brought = grown.length > replies.value.length;
    replies.value = grown;
    older.value = answer.value.older;
    return brought;
  }

  /** Fetches upwards until the reply is there. */
  async function reach(seq: number): Promise<boolean> {
    const has = (): boolean => replies.value.some((row) => row.seq === seq);
    while (!has() && (oldestSeq(replies.value) ?? 0) > seq && (await more()));
    return has();
  }

  function receive(push: Pushes['timeline']): void {
    const at = place.value;
    if (!at || push.conversation !== at.conversation) return;
    if (push.reset) {
      if (status.value !== 'loading') void open(at);
      return;
    }
    const known = new Set(replies.value.map((row) => row.key));
    const first = older.value ? (oldestSeq(replies.value) ?? 0) : 0;
    const mine = push.rows.filter(
      (row): row is MessageRow =>
        row.kind === 'message' &&
        row.thread === at.seq &&
        (known.has(row.key) || (row.seq ?? Infinity) >= first),
    );
    for (const row of push.rows) if (row.kind === 'message' && row.seq === at.seq) root.value = row;
    const gone = push.removed.some((key) => known.has(key));
    if (mine.length === 0 && !gone) return;
    const before = newest.value;
    replies.value = mergeRows(replies.value, mine, push.removed);
    const arrived = mine.findLast((row) => !known.has(row.key) && isNew(row));
    if (!arrived) return;
    heard.value = arrived;
    if (!watched.value) lineAfter.value ??= before;
  }
  on('timeline', receive);

  /** It was seen up to its end. */
  async function markRead(): Promise<void> {
    const at = place.value;
    const seq = newest.value;
    if (!at || status.value !== 'ready' || seq <= readSeq.value) return;
    readSeq.value = seq;
    await call('thread.read', { conversation: at.conversation, thread: at.seq, seq });
  }

  return {
    place,
    status,
    failure,
    root,
    replies,
    rows,
    older,
    busy,
    olderFailure,
    lineAfter,
    readSeq,
    aimed,
    watched,
    heard,
    newest,
    aim,
    open,
    more,
    reach,
    markRead,
  };
});
