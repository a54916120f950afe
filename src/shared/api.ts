// What the window may ask of the core (calls) and what the core tells the window (pushes).
// The preload carries any of it, so a new call is a row here and a function in core.
import { z } from 'zod';
import { botCalls } from './botCalls.ts';
import { call } from './call.ts';
import { AvatarHash, Code, type Device, type Invite, type JoinRequest } from './door.ts';
import {
  About,
  ConversationId,
  DoorPolicy,
  Id,
  limits,
  PersonName,
  Role,
  Seq,
  TeamName,
  UserId,
} from './entities.ts';
import type { Failure } from './errors.ts';
import type { ConversationLink } from './messageLink.ts';
import { lockCalls, type LockState } from './lock.ts';
import {
  type Asking,
  type Autostart,
  type Boot,
  type CheckRow,
  type Contact,
  type ConversationRow,
  type JoinAnswer,
  type Link,
  type NearbyTeam,
  type OpenedLink,
  type OpenInvite,
  type PersonRow,
  type Settings,
  type TeamPreview,
  type TeamState,
  Keyword,
  QuietHours,
} from './rows.ts';
import { LanguageTag, spellingCalls, type SpellingFound } from './spelling.ts';
import { talkCalls } from './talkCalls.ts';
import type { TimelineRow } from './timelineRows.ts';
import { Pin } from './trust.ts';
import { teamUpdateCalls, updateCalls } from './updateCalls.ts';
import type { UpdateState } from './updates.ts';
import { Way, type WayRow, type WaysState } from './ways.ts';

const nothing = z.undefined();
/** host, host:port, https:// or http:// and an address as typed, or an invite link; the core makes sense of it. */
const Place = z.string().trim().min(1).max(4096);

export type DeviceRow = Device & { /** The computer that asks. */ current: boolean };

/** Calls about the app itself: settings, looking, joining, the network. */
export const appCalls = {
  'app.boot': call<Boot>()(nothing),
  'settings.set': call<Settings>()(
    z.object({
      locale: z.enum(['system', 'en', 'zh-CN']).optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
      enterSends: z.boolean().optional(),
      textSize: z.int().min(90).max(200).optional(),
      contrast: z.enum(['system', 'more']).optional(),
      motion: z.enum(['system', 'less']).optional(),
      onClose: z.enum(['tray', 'quit']).optional(),
      closeNoted: z.boolean().optional(),
      notify: z.boolean().optional(),
      notifyShows: z.enum(['text', 'name', 'nothing']).optional(),
      notifySound: z.boolean().optional(),
      keywords: z.array(Keyword).max(50).optional(),
      quietHours: QuietHours.nullable().optional(),
      spelling: z.boolean().optional(),
      spellingLanguages: z.array(LanguageTag).max(50).nullable().optional(),
      team: ConversationId.nullable().optional(),
    }),
  ),

  /** As the system has it now; null where this program cannot be started with the session. */
  'autostart.get': call<Autostart | null>()(nothing),
  /** Throws DATA_UNWRITABLE, STORAGE_FULL, FORBIDDEN. */
  'autostart.set': call<void>()(z.object({ mode: z.enum(['off', 'on', 'tray']) })),
  /** The person has read where the window goes: it hides there, or the app ends. */
  'window.close': call<void>()(z.object({ quit: z.boolean() })),

  /** Gives a conversation a window of its own, or brings that one to the front. Throws NOT_FOUND (field `team`). */
  'window.open': call<void>()(z.object({ team: ConversationId, conversation: ConversationId })),
  /** Goes to what a lanline:// link names, in the window it is shown in. Throws LINK_INVALID. */
  'link.open': call<void>()(z.object({ text: z.string().min(1).max(4096) })),

  /** What the window shows, and whether it has the focus: nobody is told of what they see. */
  'attention.set': call<void>()(
    z.object({
      focused: z.boolean(),
      team: ConversationId.nullable(),
      conversation: ConversationId.nullable(),
      thread: z.object({ conversation: ConversationId, seq: Seq }).nullable(),
    }),
  ),
  /** Shows a notification as the settings want them. Throws FORBIDDEN where there can be none. */
  'notification.test': call<void>()(nothing),

  /** While on, `nearby` pushes tell which teams make themselves known. */
  'nearby.watch': call<void>()(z.object({ on: z.boolean() })),
  /**
   * With `pin` only a server with that very key is looked at, at any of the `hosts` besides the place: so for a team of
   * the list. Throws UNREACHABLE, NOT_LANLINE, UPGRADE_REQUIRED, LINK_INVALID, INVITE_INVALID, KEY_CHANGED (not the pin,
   * not the key of the link).
   */
  'team.look': call<TeamPreview>()(
    z.object({ place: Place, pin: Pin.optional(), hosts: z.array(Place).max(16).optional() }),
  ),
  /** `pin` is what the preview showed; `code` a spoken one. A place that is a link brings its own code. */
  'team.join': call<JoinAnswer>()(
    z.object({
      place: Place,
      pin: Pin.nullable(),
      name: PersonName.optional(),
      code: Code.optional(),
    }),
  ),
  /** Takes a question at a team's door back. */
  'asking.cancel': call<void>()(z.object({ asking: Id })),
  'team.host': call<TeamState>()(
    z.object({ team: TeamName, name: PersonName, port: z.int().min(0).max(65535).optional() }),
  ),

  /** Runs every check; answers when all are through, `check` pushes tell each. */
  'network.check': call<CheckRow[]>()(nothing),
  /** Asks where to save the text (the window words the report); answers the path, null when the person changed their mind. */
  'report.save': call<{ path: string | null }>()(z.object({ text: z.string().max(200_000) })),
  'network.contacts': call<Contact[]>()(nothing),
  ...lockCalls,
  ...spellingCalls,
  ...updateCalls,
} as const;

/** Calls about one team; the team's id travels beside them. */
export const teamCalls = {
  /** Forgets the team on this computer; the server keeps what was said. Refused while something waits unsent, unless `discard`. */
  'team.forget': call<void>()(z.object({ discard: z.boolean().default(false) })),
  /** Try to connect now instead of at the next retry. */
  'link.retry': call<void>()(nothing),
  /** Every way to the server and how it did. */
  'link.ways': call<WaysState>()(nothing),
  /** Opens a second connection by this way, measures it, and closes it; `ways` pushes tell the rest. */
  'link.try': call<WayRow>()(z.object({ way: Way })),
  /** Uses this way only, from now on and after every start; null: the best that works. */
  'link.force': call<void>()(z.object({ way: Way.nullable() })),
  /** While on, the round trip is measured every second, and `link` pushes tell it. */
  'link.watch': call<void>()(z.object({ on: z.boolean() })),
  /** After KEY_CHANGED: a new invite of this team, whose key is believed from now on. Throws LINK_INVALID, KEY_CHANGED. */
  'team.trust': call<void>()(z.object({ link: Place })),
  'team.set': call<void>()(z.object({ name: TeamName, door: DoorPolicy })),

  'invites.list': call<Invite[]>()(nothing),
  'invite.create': call<OpenInvite>()(
    z.object({
      role: Role.default('member'),
      /** Milliseconds; null for ever. */
      expiresIn: z
        .int()
        .min(1000)
        .max(366 * 86_400_000)
        .nullable(),
      uses: z.int().min(1).max(10_000).nullable(),
      channels: z.array(ConversationId).max(50).default([]),
    }),
  ),
  /** A code to be spoken: works for ten minutes, once, on this network. */
  'invite.speak': call<OpenInvite>()(nothing),
  'invite.revoke': call<void>()(z.object({ invite: Id })),
  'requests.list': call<JoinRequest[]>()(nothing),
  'request.answer': call<void>()(
    z.object({ request: Id, admit: z.boolean(), role: Role.default('member') }),
  ),

  'devices.list': call<DeviceRow[]>()(z.object({ user: UserId.optional() })),
  'device.revoke': call<void>()(z.object({ device: Id })),
  /** A link (or spoken code) that adds a computer to a person: oneself, or, for those who manage people, another. */
  'device.invite': call<OpenInvite>()(z.object({ user: UserId.optional(), spoken: z.boolean() })),
  'person.set': call<void>()(
    z.object({
      user: UserId,
      name: PersonName.optional(),
      role: Role.optional(),
      active: z.boolean().optional(),
    }),
  ),
  /** A small square picture, already scaled down by the window; null for initials. */
  'avatar.set': call<void>()(
    z.object({
      image: z
        .instanceof(Uint8Array)
        .refine((bytes) => bytes.length <= limits.avatarBytes, 'too large')
        .nullable(),
    }),
  ),
  'avatar.get': call<{ type: string; image: Uint8Array }>()(z.object({ avatar: AvatarHash })),

  'people.list': call<PersonRow[]>()(nothing),
  'profile.set': call<void>()(z.object({ name: PersonName, about: About })),
  ...talkCalls,
  ...botCalls,
  ...teamUpdateCalls,
} as const;

export const calls = { ...appCalls, ...teamCalls } as const;

export type AppCall = keyof typeof appCalls;
export type TeamCall = keyof typeof teamCalls;
export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallArgs<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = (typeof calls)[N] extends { output?: [infer O] }
  ? O
  : never;

export const isTeamCall = (name: CallName): name is TeamCall => Object.hasOwn(teamCalls, name);
export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name);

// ── pushes ───────────────────────────────────────────────────────────────────────────────────

export type AppPushes = {
  settings: Settings;
  /** Every team of this computer, in the order of their keys (Ctrl+1..9). */
  teams: TeamState[];
  asking: Asking[];
  nearby: NearbyTeam[];
  check: CheckRow;
  opened: OpenedLink;
  /** The window was closed for the first time: the person is told where the app goes, then it does. */
  closing: null;
  notice: Failure;
  update: UpdateState;
  /** Also told while locked: everything else is not. */
  lock: LockState;
  /** On battery. */
  saving: boolean;
  /** What could not be said at once; null: other languages or own words, so that nothing said before holds. */
  spelling: SpellingFound | null;
  /** Conversations that have a window of their own. */
  windows: ConversationLink[];
};

export type TeamPushes = {
  link: Link;
  ways: WaysState;
  /** Rows that are new or changed, and conversations that are gone. */
  conversations: { changed: ConversationRow[]; removed: string[] };
  people: PersonRow[];
  /** Who waits at the door; only told to those who may let them in. */
  requests: JoinRequest[];
  /** New and changed rows of one conversation; `removed` are keys. `reset`: reload what is shown. */
  timeline: { conversation: string; rows: TimelineRow[]; removed: string[]; reset?: true };
  typing: { conversation: string; users: string[] };
  /** Others have read on. */
  seen: { conversation: string; seen: [user: string, seq: number][] };
  /** These lists may have changed; whoever shows one asks again. */
  lists: ListName[];
};
export type ListName = 'threads' | 'saved' | 'pins' | 'mentions' | 'scheduled';

export type Pushes = AppPushes & TeamPushes;
export type PushName = keyof Pushes;

/** What the preload puts on `window.lanline`. Nothing else crosses. `team`: of a call, which it is about, if it is about one; of news, whose it is, null for the app's own. */
export type Bridge = {
  call(name: string, input: unknown, team: string | null): Promise<unknown>;
  listen(receive: (name: string, payload: unknown, team: string | null) => void): () => void;
};
