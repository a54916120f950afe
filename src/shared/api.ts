// What the window may ask of the core (calls) and what the core tells the window (pushes).
// The preload carries any of it, so a new call is a row here and a function in core.
import { z } from 'zod';
import type { ChannelListing } from './commands.ts';
import {
  About,
  ChannelName,
  ConversationId,
  type ConversationKind,
  Id,
  type Mention,
  PersonName,
  type Presence,
  Seq,
  TeamName,
  Topic,
  UserId,
} from './entities.ts';
import type { Failure } from './errors.ts';

// ── what the window shows ────────────────────────────────────────────────────────────────────

export const Settings = z.object({
  locale: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Enter sends and Shift+Enter breaks the line, or the other way round. */
  enterSends: z.boolean().default(true),
  /** The name used last, offered again. */
  name: z.string().default(''),
});
export type Settings = z.infer<typeof Settings>;

/** The way to the server. `refused` needs a person; everything else heals by itself. */
export type LinkState =
  | {
      state: 'offline';
      reason: Failure | null;
      /** Clock time of the next try, ms. */ retryAt: number | null;
    }
  | { state: 'connecting' }
  | { state: 'syncing'; way: Way }
  | { state: 'live'; way: Way; /** Round trip in ms, null until measured. */ rttMs: number | null }
  | { state: 'refused'; error: Failure };
export type Way = 'websocket' | 'polling';

/** `waiting`: commands in the outbox, not counting failed ones. */
export type Link = LinkState & { waiting: number };

export type HostingState =
  | { state: 'starting' }
  | {
      state: 'running';
      port: number;
      /** host:port under which others reach it. */ addresses: string[];
    }
  | { state: 'failed'; error: Failure };

export type TeamState = {
  id: string;
  name: string;
  address: string;
  me: string;
  /** Null when somebody else's computer hosts the team. */
  hosting: HostingState | null;
  /** The first sync is through: lists are complete. */
  ready: boolean;
};

export type Boot = {
  version: string;
  platform: string;
  /** The system's language, BCP 47. */
  systemLocale: string;
  settings: Settings;
  team: TeamState | null;
  link: Link;
  /** What went wrong at start and was mended: a damaged file set aside, and the like. */
  notices: Failure[];
};

export type PersonRow = {
  id: string;
  name: string;
  about: string;
  role: 'owner' | 'member';
  /** Null without a connection: nothing is known then. */
  presence: Presence | null;
};

export type ConversationRow = {
  id: string;
  kind: Exclude<ConversationKind, 'team'>;
  /** A channel's own name; of a direct conversation the other person's. */
  name: string;
  topic: string;
  members: string[];
  /** The other person, in a direct conversation. */
  peer: string | null;
  unread: number;
  mentions: number;
  hasDraft: boolean;
  /** Messages that could not be sent and wait for a decision. */
  failed: number;
  /** Time of the newest message, ms; 0 when there is none. */
  lastAt: number;
};

export type MessageRow = {
  kind: 'message';
  /** Stable from key press to history: the message's id. */
  key: string;
  /** Null while it is not in the log. */
  seq: number | null;
  author: string;
  at: number;
  text: string;
  mentions: Mention[];
  /** waiting: in the outbox; kept: in the server's log; failed: refused, `error` says why. */
  state: 'waiting' | 'kept' | 'failed';
  error: Failure | null;
};

/** A line about the conversation itself. `unsupported`: an event this version does not know. */
export type NoteRow = {
  kind: 'note';
  key: string;
  seq: number;
  author: string;
  at: number;
  note: 'created' | 'joined' | 'left' | 'unsupported';
  user: string;
};
export type TimelineRow = MessageRow | NoteRow;

export type TimelinePage = {
  /** Oldest first; unsent rows last. */
  rows: TimelineRow[];
  /** Whether there is more above and below, on this computer or on the server. */
  older: boolean;
  newer: boolean;
};

export type OpenedTimeline = TimelinePage & {
  /** Read up to here before opening: the unread line comes after it. */
  readSeq: number;
  unread: number;
  draft: string;
};

export type TeamPreview = { address: string; name: string; people: number };

// ── calls ────────────────────────────────────────────────────────────────────────────────────

/** `output` exists only as a type: what the core answers needs no check on its way to the window. */
type Call<I extends z.ZodType, O> = { input: I; output?: [O] };
const call =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input });

const nothing = z.undefined();
const page = z.object({ conversation: ConversationId, limit: z.int().min(1).max(200).default(50) });
/** host, host:port or http://host:port as typed; the core makes sense of it. */
const Address = z.string().trim().min(1).max(300);

export const calls = {
  'app.boot': call<Boot>()(nothing),
  'settings.set': call<Settings>()(
    z.object({
      locale: z.enum(['system', 'en', 'zh-CN']).optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
      enterSends: z.boolean().optional(),
    }),
  ),

  'team.look': call<TeamPreview>()(z.object({ address: Address })),
  'team.join': call<TeamState>()(z.object({ address: Address, name: PersonName })),
  'team.host': call<TeamState>()(
    z.object({ team: TeamName, name: PersonName, port: z.int().min(0).max(65535).optional() }),
  ),
  /** Forgets the team on this computer; the server keeps what was said. Refused while something waits unsent, unless `discard`. */
  'team.forget': call<void>()(z.object({ discard: z.boolean().default(false) })),
  /** Try to connect now instead of at the next retry. */
  'link.retry': call<void>()(nothing),

  'people.list': call<PersonRow[]>()(nothing),
  'profile.set': call<void>()(z.object({ name: PersonName, about: About })),
  'conversations.list': call<ConversationRow[]>()(nothing),

  'channels.browse': call<ChannelListing[]>()(nothing),
  'channel.create': call<{ conversation: string }>()(z.object({ name: ChannelName, topic: Topic })),
  'channel.join': call<void>()(z.object({ conversation: ConversationId })),
  'channel.leave': call<void>()(z.object({ conversation: ConversationId })),
  'direct.open': call<{ conversation: string }>()(z.object({ user: UserId })),

  /** The page around the first unread message, or the newest page. */
  'timeline.open': call<OpenedTimeline>()(z.object({ conversation: ConversationId })),
  'timeline.older': call<TimelinePage>()(page.extend({ before: Seq })),
  'timeline.newer': call<TimelinePage>()(page.extend({ after: Seq })),
  'timeline.latest': call<TimelinePage>()(page),

  /** Answers once the message is safe on this computer's disk (delivery.md rule 1). */
  'message.send': call<{ id: string }>()(
    z.object({ conversation: ConversationId, text: z.string() }),
  ),
  'message.retry': call<void>()(z.object({ id: Id })),
  /** Takes a waiting or failed message out of the outbox and answers its text. */
  'message.discard': call<{ text: string }>()(z.object({ id: Id })),
  'draft.set': call<void>()(
    z.object({ conversation: ConversationId, text: z.string().max(200_000) }),
  ),
  'conversation.read': call<void>()(z.object({ conversation: ConversationId, seq: Seq })),
  'typing.set': call<void>()(z.object({ conversation: ConversationId, on: z.boolean() })),
} as const;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallArgs<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = (typeof calls)[N] extends { output?: [infer O] }
  ? O
  : never;

export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name);

// ── pushes ───────────────────────────────────────────────────────────────────────────────────

export type Pushes = {
  settings: Settings;
  team: TeamState | null;
  link: Link;
  /** Rows that are new or changed, and conversations that are gone. */
  conversations: { changed: ConversationRow[]; removed: string[] };
  people: PersonRow[];
  /** New and changed rows of one conversation; `removed` are keys. `reset`: reload what is shown. */
  timeline: { conversation: string; rows: TimelineRow[]; removed: string[]; reset?: true };
  typing: { conversation: string; users: string[] };
  notice: Failure;
};
export type PushName = keyof Pushes;

/** What the preload puts on `window.lanline`. Nothing else crosses. */
export type Bridge = {
  call(name: string, input: unknown): Promise<unknown>;
  listen(receive: (name: string, payload: unknown) => void): () => void;
};
