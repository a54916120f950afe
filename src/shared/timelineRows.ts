// Messages as the window shows them: the fold of the log, with what waits in the outbox already done.
import type { Mention, Posting } from './entities.ts';
import type { Failure } from './errors.ts';
import type { Forwarded } from './messageEvents.ts';
import type { QueuedName } from './commands.ts';

/** One emoji under a message. */
export type Reaction = {
  emoji: string;
  count: number;
  /** The first of them, at most 30. */
  users: string[];
  mine: boolean;
};

/** The message that another one answers, as far as it is known here. */
export type Quote = {
  seq: number;
  /** '' when unknown. */
  author: string;
  /** At most the first 200 characters. */
  text: string;
  state: 'shown' | 'deleted' | 'unknown';
};

/** What hangs below the message that began a thread. */
export type ThreadSummary = {
  replies: number;
  lastAt: number;
  /** Who wrote, the latest first, at most five. */
  people: string[];
  unread: number;
};

/** Something done to a message that the server refused for good; a person decides. */
export type Undone = {
  /** For `message.retry` and `message.discard`. */
  id: string;
  name: QueuedName;
  /** Of an edit: what the person wrote. */
  text: string | null;
  error: Failure;
};

export type MessageRow = {
  kind: 'message';
  /** Stable from key press to history: the message's id. */
  key: string;
  conversation: string;
  /** Null while it is not in the log. */
  seq: number | null;
  author: string;
  at: number;
  /** As edited last; '' when deleted. */
  text: string;
  mentions: Mention[];
  /** waiting: in the outbox; kept: in the server's log; failed: refused, `error` says why. */
  state: 'waiting' | 'kept' | 'failed';
  error: Failure | null;

  reply: Quote | null;
  /** The seq of the message that began the thread this one stands in. */
  thread: number | null;
  /** Of a thread, and shown in the conversation as well. */
  broadcast: boolean;
  action: boolean;
  forwarded: Forwarded | null;
  /** When it was edited last, ms. */
  editedAt: number | null;
  /** Who deleted it. */
  deletedBy: string | null;
  reactions: Reaction[];
  pinned: boolean;
  saved: boolean;
  /** Asks everybody to say that they have read it; `by`: who has. */
  acknowledge: { by: string[]; mine: boolean } | null;
  /** Of a message that began a thread. */
  replies: ThreadSummary | null;
  /** Something done to it here has not reached the server. */
  pending: boolean;
  undone: Undone[];
};

/**
 * A line about the conversation itself. `unsupported`: an event this version does not know; `added` and `removed`: by
 * `author`; `changed`: see `changes`.
 */
export type NoteRow = {
  kind: 'note';
  key: string;
  conversation: string;
  seq: number;
  author: string;
  at: number;
  note: 'created' | 'joined' | 'left' | 'added' | 'removed' | 'changed' | 'unsupported';
  user: string;
  changes: { name?: string; topic?: string; posting?: Posting; archived?: boolean };
};
export type TimelineRow = MessageRow | NoteRow;

export type TimelinePage = {
  /** Oldest first; unsent rows last. */
  rows: TimelineRow[];
  /** Whether there is more above and below, on this computer or on the server. */
  older: boolean;
  newer: boolean;
};

/** What is being written. `reply`: the message it answers. */
export type Draft = { text: string; reply: Quote | null };

export type OpenedTimeline = TimelinePage & {
  /** Read up to here before opening: the unread line comes after it. */
  readSeq: number;
  unread: number;
  draft: Draft;
};

/**
 * A page around a message or a moment. `seq`: the row to land at, the nearest there is. `thread`: the message stands in
 * this thread and not in the conversation itself; the page is then around the message that began it.
 */
export type FoundTimeline = TimelinePage & { seq: number | null; thread: number | null };

export type OpenedThread = TimelinePage & {
  /** Null when it is not known here. */
  root: MessageRow | null;
  readSeq: number;
  draft: Draft;
};

/** A thread this person takes part in. */
export type ThreadRow = {
  conversation: string;
  root: MessageRow;
  unread: number;
  mentions: number;
  lastAt: number;
};

/** What a message said before. The newest first. */
export type MessageVersion = { at: number; text: string };

export type ScheduledRow = {
  id: string;
  conversation: string;
  text: string;
  /** When it is to be sent, ms. */
  at: number;
  thread: number | null;
  /** waiting: the server does not know of it yet; kept: it does; failed: `error` says why it was not sent. */
  state: 'waiting' | 'kept' | 'failed';
  error: Failure | null;
};

export type SearchHit = {
  row: MessageRow;
  /** What of the text is shown, in order; `hit`: this is what was looked for. */
  excerpt: { text: string; hit: boolean }[];
};
export type SearchPage = {
  /** The newest first. */
  hits: SearchHit[];
  /** To be given back for what comes next; null: that was all. */
  next: string | null;
  /** Messages that are not in the index yet: it is being made. */
  missing: number;
};
