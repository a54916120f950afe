// What the window shows: rows and states as the core hands them over.
import { z } from 'zod';
import type { Invite, InviteLook } from './door.ts';
import {
  ConversationId,
  type ConversationKind,
  type DoorPolicy,
  type Mention,
  type Presence,
  type Role,
} from './entities.ts';
import type { Failure } from './errors.ts';
import type { Trust } from './trust.ts';

export const Settings = z.object({
  locale: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Enter sends and Shift+Enter breaks the line, or the other way round. */
  enterSends: z.boolean().default(true),
  /** The name used last, offered again. */
  name: z.string().default(''),
  /** The team shown last. */
  team: ConversationId.nullable().default(null),
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

/** How this computer knows that it speaks with the right server. */
export type Security = {
  /** `authority`: the system trusts the certificate; `none`: anybody on the way can read along. */
  kind: Trust['kind'];
  /** The four words of the key, the same on every screen; null without a key of its own. */
  words: string | null;
};

export type TeamState = {
  id: string;
  name: string;
  door: DoorPolicy;
  address: string;
  security: Security;
  me: string;
  /** Null when somebody else's computer hosts the team. */
  hosting: HostingState | null;
  /** The first sync is through: lists are complete. */
  ready: boolean;
  link: Link;
  /** Over all its conversations. */
  unread: number;
  mentions: number;
};

/** A team that was asked to let this person in, and has not answered. */
export type Asking = {
  id: string;
  team: string;
  name: string;
  address: string;
  words: string | null;
  since: number;
  /** Why the last question had no answer, as when the server is away; asking goes on. */
  trouble: Failure | null;
};

/** Where secrets are kept: by the system's keyring, or, where there is none, in a file only this user can read. */
export type Keyring = 'system' | 'file';

export type Boot = {
  version: string;
  platform: string;
  /** The system's language, BCP 47. */
  systemLocale: string;
  settings: Settings;
  teams: TeamState[];
  asking: Asking[];
  keyring: Keyring;
  /** What this person is probably called; '' when nobody knows. */
  suggestedName: string;
  /** What went wrong at start and was mended: a damaged file set aside, and the like. */
  notices: Failure[];
  /** A link that the app was started with. */
  opened: OpenedLink | null;
};

/** A lanline:// link that somebody opened: shown, never acted on by itself. */
export type OpenedLink = { text: string };

export type PersonRow = {
  id: string;
  name: string;
  about: string;
  role: Role;
  /** Null: initials. */
  avatar: string | null;
  active: boolean;
  /** Milliseconds since 1970. */
  joinedAt: number;
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

/** What is behind an address or an invite, before joining. */
export type TeamPreview = {
  /** What to give back to `team.join`: the address or link as it was understood. */
  place: string;
  address: string;
  team: string;
  name: string;
  people: number;
  door: DoorPolicy;
  security: Security;
  /** The key that was shown; joining holds the server to it. */
  pin: string | null;
  /** What the invite would do; null without one. */
  invite: InviteLook | null;
  /** This computer is in this team already. */
  joined: boolean;
};

export type JoinAnswer = { state: 'joined'; team: TeamState } | { state: 'asking'; asking: Asking };

/** A team that makes itself known on this network. Unproven until it is looked at. */
export type NearbyTeam = {
  /** Its key, or the team's id where there is no key. */
  key: string;
  team: string;
  name: string;
  people: number;
  /** The likeliest of `hosts`. */
  address: string;
  /** Everywhere it was seen, host:port. Any of them may be somebody else's; its key tells. */
  hosts: string[];
  /** Null until they are computed, and without a key. */
  words: string | null;
  secure: boolean;
  joined: boolean;
};

/** An invite ready to be handed over. `code` is set for a spoken one. */
export type OpenInvite = { invite: Invite; link: string; code: string | null };

export type CheckName =
  | 'addresses'
  | 'server'
  | 'port'
  | 'firewall'
  | 'multicast'
  | 'beacon'
  | 'subnet'
  | 'vpn'
  | 'isolation'
  | 'clock';

/** One line of "Check the network". `text` and `advice` are keys of the locale, filled with `facts`. */
export type CheckRow = {
  check: CheckName;
  state: 'running' | 'good' | 'warning' | 'bad' | 'unknown';
  text: string;
  advice: string | null;
  facts: Record<string, string | number>;
  /** A command to copy, for this system. */
  command: string | null;
};

/** A host this computer has spoken with or called out to. */
export type Contact = {
  host: string;
  port: number;
  why: 'team' | 'look' | 'dns-sd' | 'beacon' | 'check';
  firstAt: number;
  lastAt: number;
  times: number;
};
