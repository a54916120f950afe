// What the window shows: rows and states as the core hands them over.
import { z } from 'zod';
import type { Invite, InviteLook } from './door.ts';
import {
  ConversationId,
  type ConversationKind,
  type DoorPolicy,
  line,
  type NotifyLevel,
  type Posting,
  type Presence,
  type Role,
  type Status,
} from './entities.ts';
import type { Failure } from './errors.ts';
import type { LockState } from './lock.ts';
import { LanguageTag } from './spelling.ts';
import type { ConversationLink } from './messageLink.ts';
import type { Trust } from './trust.ts';
import type { Way } from './ways.ts';

/** A word that this person wants to hear of wherever it is said. */
export const Keyword = line(40);
const minute = z.int().min(0).max(1439);
/** Daily, by this computer's clock: minutes since midnight; `from` after `to` goes over midnight. */
export const QuietHours = z.object({ from: minute, to: minute });
export type QuietHours = z.infer<typeof QuietHours>;

export const Settings = z.object({
  locale: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Enter sends and Shift+Enter breaks the line, or the other way round. */
  enterSends: z.boolean().default(true),
  /** Per cent. */
  textSize: z.int().min(90).max(200).catch(100).default(100),
  contrast: z.enum(['system', 'more']).default('system'),
  motion: z.enum(['system', 'less']).default('system'),
  /** What closing the window does where there is a tray: the app stays in it, or ends. */
  onClose: z.enum(['tray', 'quit']).default('tray'),
  /** The person has been told where the app goes. */
  closeNoted: z.boolean().default(false),
  /** Notifications: whether, how much they tell, with a sound, for which words, and when not. */
  notify: z.boolean().catch(true).default(true),
  notifyShows: z.enum(['text', 'name', 'nothing']).catch('text').default('text'),
  notifySound: z.boolean().catch(true).default(true),
  keywords: z.array(Keyword).max(50).catch([]).default([]),
  quietHours: QuietHours.nullable().catch(null).default(null),
  /** Marks what is in none of these languages, BCP 47; null: in the system's. */
  spelling: z.boolean().catch(true).default(true),
  spellingLanguages: z.array(LanguageTag).max(50).nullable().catch(null).default(null),
  /** The name used last, offered again. */
  name: z.string().default(''),
  /** The team shown last. */
  team: ConversationId.nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

/** Whether the app starts with the session: not, with its window, or in the tray. */
export type Autostart = 'off' | 'on' | 'tray';

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
  /** Over all its conversations that are not muted. */
  unread: number;
  mentions: number;
  /** Threads with something unread in them. */
  threads: number;
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
  /** While locked, all of the above that is a person's own is empty. */
  lock: LockState;
  /** Where the person was before it was locked, in the window's own words. */
  place: string | null;
  /** On battery: the window moves nothing, and the core asks less often. */
  saving: boolean;
  /** Conversations that have a window of their own. */
  windows: ConversationLink[];
};

/** A lanline:// link that somebody opened: an invite is shown, never acted on by itself; a conversation or a message is gone to. */
export type OpenedLink =
  | { kind: 'invite'; text: string }
  | { kind: 'conversation'; team: string; conversation: string }
  | { kind: 'message'; team: string; conversation: string; seq: number }
  /** From a notification: who waits at the door; what was missed. */
  | { kind: 'requests' | 'team'; team: string };

export type PersonRow = {
  id: string;
  name: string;
  about: string;
  role: Role;
  /** Null: initials. */
  avatar: string | null;
  active: boolean;
  /** What is over is null here. */
  status: Status | null;
  dndUntil: number | null;
  receipts: boolean;
  /** A program: a bot, or a hook. */
  bot?: true;
  /** Milliseconds since 1970. */
  joinedAt: number;
  /** Null without a connection: nothing is known then. */
  presence: Presence | null;
};

export type ConversationRow = {
  id: string;
  kind: Exclude<ConversationKind, 'team' | 'personal'>;
  /** A channel's own name; of the others the names of who else is in it. */
  name: string;
  topic: string;
  private: boolean;
  posting: Posting;
  archived: boolean;
  /** Who made it; null for what came with the team. */
  creator: string | null;
  /** This person may write here now. */
  mayPost: boolean;
  /** This person may say who writes here, remove others, and archive it. */
  mayManage: boolean;
  members: string[];
  /** The other person, in a direct conversation. */
  peer: string | null;
  favourite: boolean;
  /** Silent until then, ms; null: not muted. What is over may still stand here. */
  mutedUntil: number | null;
  /** Null: as usual for its kind. */
  notify: NotifyLevel | null;
  /** Marked unread by hand from this seq on. */
  unreadFrom: number | null;
  /** Threads do not count here. */
  unread: number;
  mentions: number;
  hasDraft: boolean;
  /** Messages that could not be sent and wait for a decision. */
  failed: number;
  /** Time of the newest message, ms; 0 when there is none. */
  lastAt: number;
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
