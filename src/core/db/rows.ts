// Rows for the window: the event, what the fold says was done to it, and what waits in the outbox.
import { known, type LogEvent, type WireEvent } from '../../shared/events.ts';
import type { MessageRow, NoteRow, Quote, TimelineRow } from '../../shared/timelineRows.ts';
import type { Db } from '../../node/openDatabase.ts';
import { createDone, type Done } from './done.ts';
import { tombstone, withPending } from './optimistic.ts';
import type { CommandOf } from './outbox.ts';
import type { Pending } from './pending.ts';
import { createQuotes } from './quotes.ts';
import type { StoredLog } from './storedLog.ts';
import type { createThreads } from './threads.ts';

type Created = Extract<LogEvent, { type: 'message.created' }>;

export type RowParts = {
  db: Db;
  me: string;
  log: StoredLog;
  threads: ReturnType<typeof createThreads>;
  pending: Pending;
};
export type Rows = ReturnType<typeof createRows>;

export function createRows({ db, me, log, threads, pending }: RowParts) {
  const done = createDone(db, me);
  const quotes = createQuotes({ log, done, pending });

  /** Rows of one conversation's events, all looked up together; events that nothing shows have none. */
  function of(conversation: string, events: WireEvent[]): TimelineRow[] {
    const typed = events.map((event) => known(event));
    const messages = typed.filter((event): event is Created => event?.type === 'message.created');
    const seqs = messages.map(({ seq }) => seq);
    const was = done.to(conversation, seqs);
    const aimed = pending.aimed(conversation);
    const summaries = threads.summaries(conversation, seqs);
    const quoted = quotes.of(
      conversation,
      messages.flatMap(({ body }) => body.reply ?? []),
    );
    return events.flatMap((event, index): TimelineRow[] => {
      const one = typed[index];
      if (one?.type !== 'message.created') return noteOf(event, one);
      const { seq, body } = one;
      const row: MessageRow = {
        ...messageOf(one, was, me),
        reply: body.reply === undefined ? null : (quoted.get(body.reply) ?? null),
        replies: summaries.get(seq) ?? null,
      };
      const deletedBy = was.deletions.get(seq) ?? (body.deleted ? one.author : null);
      const current = deletedBy === null ? row : tombstone(row, deletedBy);
      return [withPending(current, aimed.get(seq) ?? [], me)];
    });
  }

  /** What is written and not in the log yet. */
  function unsent(command: CommandOf<'message.send'>): MessageRow {
    const { id, input, at, state, error } = command;
    const { conversation, text, reply, thread = null, forward } = input;
    return {
      ...plain,
      kind: 'message',
      key: id,
      conversation,
      seq: null,
      author: me,
      at,
      text,
      mentions: [],
      state: state === 'sent' ? 'kept' : state,
      error,
      reply: reply === undefined ? null : quote(conversation, reply),
      thread,
      // What was refused asks for a decision: where nothing leads to its thread, it stands outside as well.
      broadcast:
        input.broadcast ??
        (state === 'failed' && thread !== null && !leadsTo(conversation, thread)),
      action: input.action ?? false,
      acknowledge: input.acknowledge ? { by: [], mine: false } : null,
      forwarded: forward ? quotes.forwarded(forward) : null,
    };
  }

  const quote = (conversation: string, seq: number): Quote | null =>
    quotes.of(conversation, [seq]).get(seq) ?? null;

  /** One message; null when it is not stored. */
  function message(conversation: string, seq: number): MessageRow | null {
    const [row] = of(conversation, log.at(conversation, [seq]));
    return row?.kind === 'message' ? row : null;
  }

  /** The conversation shows a message with replies, from which the thread is opened. */
  function leadsTo(conversation: string, thread: number): boolean {
    const root = message(conversation, thread);
    return root !== null && root.deletedBy === null && root.replies !== null;
  }

  return {
    of,
    unsent,
    quote,
    message,
    /** The stored events with these seqs as rows, in order. */
    at: (conversation: string, seqs: Iterable<number>): TimelineRow[] =>
      of(conversation, log.at(conversation, seqs)),
  };
}

const plain = {
  editedAt: null,
  deletedBy: null,
  reactions: [],
  pinned: false,
  saved: false,
  replies: null,
  pending: false,
  undone: [],
};

function messageOf(event: Created, was: Done, me: string): Omit<MessageRow, 'reply' | 'replies'> {
  const { seq, author, at, conversation, body } = event;
  const edit = was.edits.get(seq);
  const by = was.acknowledged.get(seq) ?? [];
  return {
    ...plain,
    kind: 'message',
    key: keyOf(event),
    conversation,
    seq,
    author,
    at,
    text: edit?.text ?? body.text,
    mentions: edit?.mentions ?? body.mentions,
    state: 'kept',
    error: null,
    thread: body.thread ?? null,
    broadcast: body.broadcast ?? false,
    action: body.action ?? false,
    forwarded: body.forwarded ?? null,
    editedAt: edit?.at ?? null,
    reactions: was.reactions.get(seq) ?? [],
    pinned: was.pins.has(seq),
    saved: was.saved.has(seq),
    acknowledge: body.acknowledge ? { by, mine: by.includes(me) } : null,
  };
}

const keyOf = ({ id, conversation, seq }: WireEvent | LogEvent): string =>
  id ?? `${conversation}/${seq}`;

/** A line about the conversation; nothing for what no conversation shows. */
function noteOf(event: WireEvent, typed: Exclude<LogEvent, Created> | undefined): NoteRow[] {
  const { seq, author, at, conversation } = event;
  const note = (
    what: NoteRow['note'],
    user = author,
    changes: NoteRow['changes'] = {},
  ): NoteRow[] => [
    { kind: 'note', key: keyOf(event), conversation, seq, author, at, note: what, user, changes },
  ];
  switch (typed?.type) {
    case undefined:
      return note('unsupported');
    case 'conversation.created':
      return note('created');
    case 'conversation.changed': {
      const { changed, ...now } = typed.body;
      const changes = Object.fromEntries(changed.map((field) => [field, now[field]]));
      return note('changed', author, changes);
    }
    case 'member.joined':
      return note(typed.body.user === author ? 'joined' : 'added', typed.body.user);
    case 'member.left':
      return note(typed.body.user === author ? 'left' : 'removed', typed.body.user);
    default:
      return [];
  }
}
