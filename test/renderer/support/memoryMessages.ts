// What is done with messages inside a team, in memory: each call changes the row and tells the window,
// as the core does. memoryTeam.ts spreads `handlers` into its own.
import type { CallArgs, CallOutput, Pushes } from '../../../src/shared/api.ts';
import { Refusal } from '../../../src/shared/errors.ts';
import type {
  Draft,
  MessageRow,
  MessageVersion,
  Quote,
  TimelineRow,
} from '../../../src/shared/timelineRows.ts';
import type { ConversationRow, Link } from '../../../src/shared/rows.ts';

type MessageCall =
  | 'message.send'
  | 'message.edit'
  | 'message.delete'
  | 'message.acknowledge'
  | 'message.versions'
  | 'reaction.set'
  | 'pin.set'
  | 'saved.set'
  | 'preference.set'
  | 'thread.open'
  | 'thread.older'
  | 'thread.read'
  | 'conversation.seen';
type Handlers = { [N in MessageCall]: (input: CallArgs<N>) => CallOutput<N> };
type Aimed = { conversation: string; target: number };

/** What it needs of the team around it. */
export type Talk = {
  readonly me: string;
  link: Link;
  rows: Map<string, TimelineRow[]>;
  conversations: Map<string, ConversationRow>;
  writing: { draftOf(conversation: string, thread: number | null): Draft };
  mentionsIn(text: string): MessageRow['mentions'];
  log(
    conversation: string,
    author: string,
    text: string,
    at: number,
    more?: Partial<MessageRow>,
  ): MessageRow;
  change(row: ConversationRow): void;
  push<N extends 'timeline' | 'seen'>(name: N, payload: Pushes[N]): void;
};

export function memoryMessages(team: Talk) {
  const versions = new Map<string, MessageVersion[]>();
  /** By conversation: how far each has read. */
  const seen = new Map<string, [string, number][]>();
  const threadRead = new Map<string, number>();

  const list = (conversation: string): TimelineRow[] => team.rows.get(conversation) ?? [];
  function find({ conversation, target }: Aimed): MessageRow {
    const row = list(conversation).find(({ seq }) => seq === target);
    if (row?.kind !== 'message') throw new Refusal('NOT_FOUND', `${conversation} ${target}`);
    return row;
  }

  /** Changes a message and tells the window, whoever did it. */
  function alter(aim: Aimed, change: Partial<MessageRow>): MessageRow {
    const before = find(aim);
    const row = { ...before, ...change };
    const rows = list(aim.conversation).map((one) => (one === before ? row : one));
    team.rows.set(aim.conversation, rows);
    team.push('timeline', { conversation: aim.conversation, rows: [row], removed: [] });
    return row;
  }

  function react(aim: Aimed, emoji: string, on: boolean, user = team.me): void {
    const { reactions } = find(aim);
    const known = reactions.find((one) => one.emoji === emoji);
    const others = (known?.users ?? []).filter((id) => id !== user);
    const users = on ? [...others, user] : others;
    const mine = users.includes(team.me);
    const changed = { emoji, users, count: users.length, mine };
    const kept = known
      ? reactions.map((one) => (one === known ? changed : one))
      : [...reactions, changed];
    alter(aim, { reactions: kept.filter(({ count }) => count > 0) });
  }

  function remove(aim: Aimed, by = team.me): void {
    const gone = { text: '', mentions: [], reactions: [], pinned: false, forwarded: null };
    versions.delete(find(aim).key);
    alter(aim, { ...gone, editedAt: null, acknowledge: null, deletedBy: by });
  }

  function edit(aim: Aimed, text: string, at = Date.now()): void {
    const before = find(aim);
    const version = { at: before.editedAt ?? before.at, text: before.text };
    versions.set(before.key, [version, ...(versions.get(before.key) ?? [])]);
    alter(aim, { text, mentions: team.mentionsIn(text), editedAt: at });
  }

  function quote(conversation: string, target: number): Quote {
    const row = list(conversation).find(({ seq }) => seq === target);
    if (row?.kind !== 'message') return { seq: target, author: '', text: '', state: 'unknown' };
    const { author, text, deletedBy } = row;
    return { seq: target, author, text, state: deletedBy === null ? 'shown' : 'deleted' };
  }

  /** A reply in a thread, by anybody; its root tells of it. */
  function answer(
    conversation: string,
    thread: number,
    author: string,
    text: string,
    more: Partial<MessageRow> = {},
  ): MessageRow {
    const row = team.log(conversation, author, text, Date.now(), { thread, ...more });
    team.push('timeline', { conversation, rows: [row], removed: [] });
    const { replies } = find({ conversation, target: thread });
    const people = [author, ...(replies?.people ?? []).filter((id) => id !== author)];
    const unread = (replies?.unread ?? 0) + (author === team.me ? 0 : 1);
    const summary = { replies: (replies?.replies ?? 0) + 1, lastAt: row.at, people, unread };
    alter({ conversation, target: thread }, { replies: summary });
    return row;
  }

  /** Others have read on, and the window is told. */
  function read(conversation: string, user: string, seq: number): void {
    const before = (seen.get(conversation) ?? []).filter(([id]) => id !== user);
    seen.set(conversation, [...before, [user, seq]]);
    team.push('seen', { conversation, seen: [[user, seq]] });
  }

  const repliesOf = (conversation: string, thread: number): MessageRow[] =>
    list(conversation).filter(
      (row): row is MessageRow => row.kind === 'message' && row.thread === thread,
    );

  const handlers: Handlers = {
    'message.send': ({ conversation, text, thread, reply, forward, ...parts }) => {
      const kept = team.link.state === 'live';
      const origin = forward && find({ conversation: forward.conversation, target: forward.seq });
      const row: Partial<MessageRow> = {
        ...(kept ? {} : { seq: null, state: 'waiting' }),
        broadcast: parts.broadcast === true,
        action: parts.action === true,
        acknowledge: parts.acknowledge ? { by: [], mine: false } : null,
        reply: reply === undefined ? null : quote(conversation, reply),
        forwarded:
          forward && origin
            ? { ...forward, author: origin.author, at: origin.at, text: origin.text }
            : null,
      };
      if (thread !== undefined) return { id: answer(conversation, thread, team.me, text, row).key };
      const sent = team.log(conversation, team.me, text, Date.now(), row);
      team.push('timeline', { conversation, rows: [sent], removed: [] });
      return { id: sent.key };
    },
    'message.edit': ({ text, ...aim }) => edit(aim, text),
    'message.delete': (aim) => remove(aim),
    'message.acknowledge': (aim) => {
      const by = [...(find(aim).acknowledge?.by ?? []), team.me];
      alter(aim, { acknowledge: { by, mine: true } });
    },
    'message.versions': (aim) => versions.get(find(aim).key) ?? [],
    'reaction.set': ({ emoji, on, ...aim }) => react(aim, emoji, on),
    'pin.set': ({ on, ...aim }) => void alter(aim, { pinned: on }),
    'saved.set': ({ on, ...aim }) => void alter(aim, { saved: on }),
    'preference.set': ({ conversation, ...change }) => {
      const row = team.conversations.get(conversation);
      if (!row) throw new Refusal('NOT_FOUND', conversation);
      team.change({ ...row, ...change });
    },
    'thread.open': ({ conversation, thread, limit }) => {
      const replies = repliesOf(conversation, thread);
      const root = list(conversation).find(({ seq }) => seq === thread);
      return {
        root: root?.kind === 'message' ? root : null,
        rows: replies.slice(-limit),
        older: replies.length > limit,
        newer: false,
        readSeq: threadRead.get(`${conversation} ${thread}`) ?? 0,
        draft: team.writing.draftOf(conversation, thread),
      };
    },
    'thread.older': ({ conversation, thread, before, limit }) => {
      const replies = repliesOf(conversation, thread);
      const to = replies.findIndex(({ seq }) => seq === before);
      const from = Math.max(0, to - limit);
      return { rows: replies.slice(from, to), older: from > 0, newer: true };
    },
    'thread.read': ({ conversation, thread, seq }) => {
      threadRead.set(`${conversation} ${thread}`, seq);
      const { replies } = find({ conversation, target: thread });
      if (replies) alter({ conversation, target: thread }, { replies: { ...replies, unread: 0 } });
    },
    'conversation.seen': ({ conversation }) => seen.get(conversation) ?? [],
  };

  return { handlers, alter, react, remove, edit, answer, read, seen, threadRead };
}
