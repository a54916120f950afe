// What a change means for whoever looks on: which rows are new or different, which are gone.
import type { ListName } from '../../shared/api.ts';
import { type EventBody, known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { TimelineRow } from '../../shared/timelineRows.ts';
import type { Db } from '../../node/openDatabase.ts';
import type { Heard } from './heard.ts';
import type { CommandOf, OutboxCommand } from './outbox.ts';
import type { Pending } from './pending.ts';
import type { Rows } from './rows.ts';
import { type Touch, touchCommand, touchEvent } from './touch.ts';

export type Effect = {
  /** New and changed rows by conversation, in order, what is not in the log last; those of threads are among them. */
  rows: Record<string, TimelineRow[]>;
  /** Keys of rows that are gone, by conversation. */
  removed: Record<string, string[]>;
  /** Conversations whose row in the sidebar may have changed. */
  changed: string[];
  /** People or the members of conversations changed. */
  people: boolean;
  /** Lists that may have changed. */
  lists: ListName[];
};

export type ApplyResult = Effect & {
  /** Something was among them that was not here yet, or something that waited is in the log now. */
  news: boolean;
  /** Events beyond a hole. */
  ahead: WireEvent[];
  /** This person has become a member somewhere; `opening` names where. */
  joined: boolean;
  /** The team as it was changed to last. */
  team?: EventBody<'team.changed'>;
  /** What this person may want to be told of. */
  heard: Heard[];
};

export type EffectParts = {
  db: Db;
  me: string;
  rows: Rows;
  pending: Pending;
};

/** Rows that answer a message and are shown anew when its words change: the newest. */
const quotingRows = 50;

export function createEffects({ db, me, rows, pending }: EffectParts) {
  const quoting = db
    .prepare<[string, number, number], number>(
      `SELECT seq FROM event INDEXED BY event_reply WHERE conversation = ? AND reply = ? ORDER BY seq DESC LIMIT ?`,
    )
    .pluck();
  const threadOf = db
    .prepare<[string, number], number | null>(
      'SELECT thread FROM event WHERE conversation = ? AND seq = ?',
    )
    .pluck();
  const hidden = db
    .prepare<[string], number>(
      `SELECT 1 FROM conversation WHERE id = ? AND kind IN ('team', 'personal')`,
    )
    .pluck();
  const namedAfter = db
    .prepare<{ user: string; me: string }, string>(
      `SELECT id FROM conversation WHERE :user = :me
         OR (kind <> 'channel' AND id IN (SELECT conversation FROM member WHERE user = :user))`,
    )
    .pluck();

  /** What everything that is touched in `work` comes to. `quiet`: without rows, for who reads anew anyway. */
  function gather(work: (touch: Touch) => void, quiet = false): Effect {
    const seqs = new Map<string, Set<number>>();
    const unsent = new Map<string, CommandOf<'message.send'>>();
    const removed: Effect['removed'] = {};
    const changed = new Set<string>();
    const lists = new Set<ListName>();
    let people = false;

    const row = (conversation: string, seq: number): void => {
      const there = seqs.get(conversation) ?? new Set();
      seqs.set(conversation, there.add(seq));
    };
    work({
      row,
      words(conversation, seq) {
        row(conversation, seq);
        if (quiet) return;
        const root = threadOf.get(conversation, seq) ?? undefined;
        if (root !== undefined) row(conversation, root);
        for (const one of quoting.all(conversation, seq, quotingRows)) row(conversation, one);
      },
      unsent: (command) => void unsent.set(command.id, command),
      removed: (conversation, key) => void (removed[conversation] ??= []).push(key),
      conversation: (id) => void changed.add(id),
      namedAfter: (user) => namedAfter.all({ user, me }).forEach((id) => changed.add(id)),
      people: () => void (people = true),
      list: (...names) => names.forEach((name) => lists.add(name)),
    });

    const shown: Effect['rows'] = {};
    if (!quiet) {
      // Where a refused reply is shown depends on the message that began its thread.
      for (const [conversation, touched] of seqs)
        for (const command of pending.sends(conversation))
          if (command.state === 'failed' && touched.has(command.input.thread ?? 0))
            unsent.set(command.id, command);
      for (const [conversation, touched] of seqs)
        shown[conversation] = rows.at(conversation, touched);
      for (const command of unsent.values())
        (shown[command.conversation] ??= []).push(rows.unsent(command));
    }
    // Nobody looks at the team's conversation, nor at one's own.
    for (const id of changed) if (hidden.get(id)) changed.delete(id);
    for (const [id, list] of Object.entries(shown))
      if (list.length === 0 || hidden.get(id)) delete shown[id];
    return { rows: shown, removed, changed: [...changed], people, lists: [...lists] };
  }

  return {
    /** Of events that were stored, and of commands that left the outbox by it. */
    ofEvents(events: WireEvent[], dropped: OutboxCommand[], quiet: boolean): Effect {
      return gather((touch) => {
        for (const event of events) {
          touch.row(event.conversation, event.seq);
          touch.conversation(event.conversation);
          const typed: LogEvent | undefined = known(event);
          if (typed) touchEvent(touch, typed, me);
        }
        for (const command of dropped) touchCommand(touch, command, false);
      }, quiet);
    },
    /** Of a command that was put in, changed, or taken out. */
    ofCommand: (command: OutboxCommand): Effect =>
      gather((touch) => {
        const there = pending.waits(command.id);
        touchCommand(touch, command, there);
        if (!there && command.name === 'message.send')
          touch.removed(command.input.conversation, command.id);
      }),
  };
}
