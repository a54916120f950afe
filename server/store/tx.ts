// What commands, policies and reads see of the database. Async, so that a networked database can be one too.
import type { DeadEvent, HookType, Scope } from '../../src/shared/bots.ts';
import type { Invite, JoinRequest } from '../../src/shared/door.ts';
import type {
  ConversationKind,
  DoorPolicy,
  Person,
  Posting,
  Role,
  Team,
} from '../../src/shared/entities.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { EventBody, EventType, Landed, Signal } from '../../src/shared/events.ts';
import type { Schedule } from '../../src/shared/personalEvents.ts';

/** An event before the log has given it a place. `author`: whose it is, when it is not who asked; never of the first. */
export type Draft = {
  [T in EventType]: { conversation: string; type: T; body: EventBody<T>; author?: string };
}[EventType];

/** News for one person's connections that is not part of the log. */
export type PersonalSignal = { user: string; signal: Signal };

/** Whose connections end: single devices, or all of a person's. */
export type Dropped = { devices: string[]; users: string[] };

export type Standing = { role: Role; active: boolean; shutOut: boolean };

export type ConversationRecord = {
  id: string;
  kind: ConversationKind;
  name: string;
  topic: string;
  /** Only members know that it exists. */
  private: boolean;
  posting: Posting;
  archived: boolean;
  /** Null for what came with the team. */
  creator: string | null;
};

/** A message as the log has it; `text` is what its newest edit says. */
export type MessageRecord = {
  conversation: string;
  seq: number;
  pos: number;
  at: number;
  author: string;
  text: string;
  body: EventBody<'message.created'>;
};

/** One computer of a person. Times in milliseconds since 1970. */
export type DeviceRecord = {
  id: string;
  user: string;
  name: string;
  tokenHash: Uint8Array;
  createdAt: number;
  lastSeenAt: number | null;
  revokedAt: number | null;
  /** What its token may do; null: everything. */
  scopes: readonly Scope[] | null;
  /** When its token stops working; null: never. */
  expiresAt: number | null;
};

export type InviteRecord = Invite & {
  /** SHA-256 of the code: the code itself is kept nowhere. */
  codeHash: Uint8Array;
  /** Makes the first owner, and only while there is none. */
  founding: boolean;
  /** Revoked, or used for the last time. */
  endedAt: number | null;
};

/** Somebody at the door. Their token works as soon as they are let in. */
export type RequestRecord = JoinRequest & {
  tokenHash: Uint8Array;
  /** Null while they wait. */
  declinedAt: number | null;
};

export type AvatarRecord = {
  hash: string;
  type: 'image/png' | 'image/jpeg' | 'image/webp';
  bytes: Uint8Array;
};

export type ReaderRecord = { user: string; seq: number; /** Lets others see it. */ shows: boolean };

export type PersonalRecord = { value: unknown; seq: number };

/** `failed`: why it was not sent when its time came. */
export type ScheduleRecord = { user: string; schedule: Schedule; failed: ErrorCode | null };

/** `keyHash` of what comes in, `url` and `secret` of what goes out; the rest says how sending stands. */
export type HookRecord = {
  /** The person's, in whose name it speaks or listens. */
  id: string;
  conversation: string;
  /** SHA-256 of the key: the key itself is kept nowhere. */
  keyHash: Uint8Array | null;
  url: string | null;
  secret: string | null;
  types: HookType[];
  allowPrivate: boolean;
  createdBy: string;
  createdAt: number;
  endedAt: number | null;
  lastUsedAt: number | null;
  cursor: number;
  failingSince: number | null;
  lastError: string | null;
};

/** What can be looked up, inside the transaction and on the reading side alike. */
export type View = {
  readonly teamId: string;
  /** The server's time, ms since 1970. */
  readonly now: number;
  team(): Promise<Team>;
  /** The version of the app that everybody is offered, or null. */
  offeredUpdate(): Promise<string | null>;

  person(id: string): Promise<Person | undefined>;
  /** What decides whether somebody may ask at all; `shutOut`: the device, if one is named, is revoked, expired or unknown. */
  standing(user: string, device: string | undefined): Promise<Standing | undefined>;
  /** Everybody's id by name key. */
  idsByName(): Promise<ReadonlyMap<string, string>>;
  /** Whose name key this is. */
  idByName(key: string): Promise<string | undefined>;
  /** Those of this role who are not deactivated. */
  activePeople(role: Role): Promise<Person[]>;
  avatar(hash: string): Promise<AvatarRecord | undefined>;

  device(id: string): Promise<DeviceRecord | undefined>;
  deviceByToken(tokenHash: Uint8Array): Promise<DeviceRecord | undefined>;
  /** All that this person ever had, oldest first. */
  devices(user: string): Promise<DeviceRecord[]>;

  invite(id: string): Promise<InviteRecord | undefined>;
  /** Those that have not ended, newest first. Whether one still opens the door is for the domain to say. */
  invites(): Promise<InviteRecord[]>;
  invitesByCode(codeHash: Uint8Array): Promise<InviteRecord[]>;
  request(id: string): Promise<RequestRecord | undefined>;
  /** All of them, oldest first. */
  requests(): Promise<RequestRecord[]>;

  conversation(id: string): Promise<ConversationRecord | undefined>;
  /** An open channel: what private ones are called is nobody else's business. */
  channelByName(key: string): Promise<ConversationRecord | undefined>;
  /** Where newcomers begin: the channel that came with the team, unless it is archived. */
  firstChannel(): Promise<string | undefined>;
  isMember(conversation: string, user: string): Promise<boolean>;
  /** Where a conversation was created, as its creating command was answered. */
  birth(conversation: string): Promise<Landed>;
  /** Where an event stands, as its command was answered. Throws NOT_FOUND. */
  landed(conversation: string, seq: number): Promise<Landed>;
  head(conversation: string): Promise<number>;
  marker(user: string, conversation: string): Promise<number>;
  /** Those who are in it now. */
  members(conversation: string): Promise<string[]>;

  /** The message at this place, deleted or not; undefined for any other event. */
  message(conversation: string, seq: number): Promise<MessageRecord | undefined>;
  /** How often a message was changed. */
  countEdits(conversation: string, target: number): Promise<number>;
  hasReacted(conversation: string, target: number, user: string, emoji: string): Promise<boolean>;
  /** Whether anybody reacted to a message with this emoji. */
  isShown(conversation: string, target: number, emoji: string): Promise<boolean>;
  /** How many different emoji are on a message. */
  countEmoji(conversation: string, target: number): Promise<number>;
  isPinned(conversation: string, target: number): Promise<boolean>;
  countPins(conversation: string): Promise<number>;
  hasAcknowledged(conversation: string, target: number, user: string): Promise<boolean>;

  /** The members, at most so many, and how far each has read. */
  readers(conversation: string, most: number): Promise<ReaderRecord[]>;
  /** What a person set about something, and where their own conversation says so. */
  personal(user: string, about: string): Promise<PersonalRecord | undefined>;
  /** One that was neither sent nor cancelled. */
  schedule(id: string): Promise<ScheduleRecord | undefined>;
  countSchedules(user: string): Promise<number>;

  /** Also one that has ended. */
  hook(id: string): Promise<HookRecord | undefined>;
  /** Those that have not ended, oldest first. */
  hooks(): Promise<HookRecord[]>;
  /** What this hook has given up, newest first. */
  deadEvents(hook: string): Promise<DeadEvent[]>;
  countDead(hook: string): Promise<number>;
};

/** What handlers and projections may do inside the transaction. */
export type Tx = View & {
  setTeam(name: string, door: DoorPolicy): Promise<void>;
  setOfferedUpdate(version: string | null): Promise<void>;

  addPerson(person: Person): Promise<void>;
  updatePerson(person: Person): Promise<void>;
  addAvatar(avatar: AvatarRecord): Promise<void>;
  /** Forgets a picture that nobody shows any more. */
  dropUnusedAvatar(hash: string): Promise<void>;

  /** May do everything for ever, unless told. */
  addDevice(
    device: Pick<DeviceRecord, 'id' | 'user' | 'name' | 'tokenHash'> &
      Partial<Pick<DeviceRecord, 'scopes' | 'expiresAt'>>,
  ): Promise<void>;
  revokeDevice(id: string): Promise<void>;

  addInvite(invite: InviteRecord): Promise<void>;
  updateInvite(invite: Pick<InviteRecord, 'id' | 'used' | 'endedAt'>): Promise<void>;
  addRequest(request: RequestRecord): Promise<void>;
  updateRequest(request: Pick<RequestRecord, 'id' | 'name' | 'declinedAt'>): Promise<void>;
  removeRequest(id: string): Promise<void>;
  /** Forgets invites that ended, requests that waited and refusals that were given before these times. */
  sweep(before: { ended: number; waiting: number; declined: number }): Promise<void>;

  addConversation(conversation: ConversationRecord): Promise<void>;
  updateConversation(conversation: ConversationRecord): Promise<void>;
  startStay(conversation: string, user: string, pos: number): Promise<void>;
  endStay(conversation: string, user: string, pos: number): Promise<void>;
  setMarker(user: string, conversation: string, seq: number): Promise<void>;

  setReaction(
    conversation: string,
    target: number,
    user: string,
    emoji: string,
    on: boolean,
  ): Promise<void>;
  setPin(conversation: string, target: number, on: boolean): Promise<void>;
  addAcknowledgement(conversation: string, target: number, user: string): Promise<void>;
  /** Takes what a deleted message and its edits said out of the log, and all that hung on it. */
  scrub(conversation: string, target: number): Promise<void>;

  setPersonal(user: string, about: string, value: unknown, seq: number): Promise<void>;
  addSchedule(schedule: ScheduleRecord): Promise<void>;
  /** What it said leaves the log, too: sent, it stands where it was said; cancelled, nowhere. */
  removeSchedule(user: string, id: string): Promise<void>;
  failSchedule(id: string, code: ErrorCode): Promise<void>;

  /** Its cursor starts at the head. */
  addHook(
    hook: Omit<HookRecord, 'endedAt' | 'lastUsedAt' | 'cursor' | 'failingSince' | 'lastError'>,
  ): Promise<void>;
  endHook(id: string): Promise<void>;
  /** Of what a hook has given up, one event or all; answers how many. */
  retryDead(hook: string, pos: number | null): Promise<number>;
  discardDead(hook: string, pos: number | null): Promise<number>;
};
