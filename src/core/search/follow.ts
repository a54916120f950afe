// Keeps the index up with the history, one small step at a time: what is new first, then what was there before,
// from the newest down, so that an index in the making already finds what people look for most.
import type { Index, Progress } from './indexFile.ts';
import type { HistoryEvent, Source } from './source.ts';

/** Events in one step: short enough that a search can wait for it. */
const batch = 500;
/** Events that a search may wait for. */
const little = 200;

/** One step. Answers whether there is more to do. */
export function followOnce(index: Index, source: Source): boolean {
  const progress = progressIn(index, source);
  const newer = source.after(progress.top, batch);
  const events = newer.length > 0 ? newer : source.upTo(progress.bottom, batch);
  if (events.length === 0) return false;
  const [last] = newer.slice(-1);
  if (last) {
    progress.top = last.key;
    progress.topPos = last.pos;
  } else progress.bottom = events.length < batch ? 0 : (events.at(-1)?.key ?? 0) - 1;
  index.transaction(() => {
    take(index, source, events);
    index.keep(progress);
  });
  return newer.length > 0 || progress.bottom > 0;
}

/** Takes in what has only just come, if it is little: what somebody sees they can also find. */
export function takeLatest(index: Index, source: Source): void {
  const behind = source.newestKey() - progressIn(index, source).top;
  if (behind > 0 && behind <= little) followOnce(index, source);
}

/** How many events are not in the index yet. */
export function missingIn(index: Index, source: Source): number {
  const { top, bottom } = progressIn(index, source);
  return bottom + Math.max(0, source.newestKey() - top);
}

/** How far the index has come with this very history; of another one it forgets everything. */
function progressIn(index: Index, source: Source): Progress {
  const history = source.identity() ?? '';
  const kept = index.progress();
  const same =
    kept?.history === history && (kept.top === 0 || source.posAt(kept.top) === kept.topPos);
  if (kept && same) return kept;
  const top = source.newestKey();
  const begun: Progress = { history, top, bottom: top, topPos: source.posAt(top) ?? 0 };
  index.transaction(() => {
    index.clear();
    index.keep(begun);
  });
  return begun;
}

function take(index: Index, source: Source, events: HistoryEvent[]): void {
  const touched = new Map<string, { conversation: string; seq: number }>();
  for (const { conversation, seq } of events.flatMap(messageOf))
    touched.set(`${conversation}/${seq}`, { conversation, seq });
  const messages = [...touched.values()].flatMap(
    ({ conversation, seq }) =>
      // Not here yet: it comes with older history, together with what happened to it.
      source.current(conversation, seq) ?? [],
  );
  // The index takes in what comes in its own order fastest.
  for (const message of messages.sort((a, b) => b.pos - a.pos)) index.put(message);
}

/** The message an event is about. */
function messageOf({ conversation, seq, type, about, target }: HistoryEvent) {
  if (type === 'message.created') return [{ conversation, seq }];
  return target === null ? [] : [{ conversation: about ?? conversation, seq: target }];
}
