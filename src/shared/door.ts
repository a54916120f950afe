// Getting in and staying in: codes, invites, requests at the door, devices.
import { z } from 'zod';
import { Scope } from './bots.ts';
import { ConversationId, Id, line, Role, UserId } from './entities.ts';

/** 16 random bytes in base64url, for links and QR codes. */
const linkCode = /^[A-Za-z0-9_-]{22}$/;
/** Eight digits, for speaking: short-lived, one use, only from the local network. */
const spokenCode = /^\d{8}$/;

const isCode = (code: string): boolean => linkCode.test(code) || spokenCode.test(code);

export const Code = z.string().refine(isCode, 'not a code');
/** One that somebody brings: what is no code opens nothing, and is told no more than any other that does not. */
export const ShownCode = z.string().refine(isCode, {
  message: 'this code opens nothing',
  params: { code: 'INVITE_INVALID' },
});
export const isSpoken = (code: string): boolean => spokenCode.test(code);

/** How long a spoken code works, at most. Milliseconds. */
export const SPOKEN_CODE_MS = 10 * 60_000;
/** How long a link for a second device works. Milliseconds. */
export const DEVICE_LINK_MS = 30 * 60_000;

/** What a computer calls itself: shown in lists, never trusted. */
export const DeviceName = line(80);

export const Invite = z.object({
  id: Id,
  role: Role,
  /** The person who gets another device by it; null when it makes a new person. */
  user: UserId.nullable(),
  spoken: z.boolean(),
  createdBy: UserId,
  createdAt: z.number(),
  /** Null: never. */
  expiresAt: z.number().nullable(),
  /** Null: any number. */
  uses: z.int().nullable(),
  used: z.int(),
  channels: z.array(ConversationId),
});
export type Invite = z.infer<typeof Invite>;

/** What a code would do: make a new person, or add a device to `person`. */
export const InviteLook = z.object({
  role: Role,
  person: z.object({ id: UserId, name: z.string() }).nullable(),
});
export type InviteLook = z.infer<typeof InviteLook>;

export const JoinRequest = z.object({
  id: Id,
  name: z.string(),
  device: z.string(),
  /** Where they asked from. */
  address: z.string(),
  askedAt: z.number(),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

export const Device = z.object({
  id: Id,
  user: UserId,
  name: z.string(),
  createdAt: z.number(),
  /** Null: never since it was added. */
  lastSeenAt: z.number().nullable(),
  /** A connection is open now. */
  online: z.boolean(),
  /** What its token may do; missing: everything. */
  scopes: z.array(Scope).optional(),
  /** When its token stops working, ms since 1970; missing: never. */
  expiresAt: z.number().optional(),
});
export type Device = z.infer<typeof Device>;

export const AvatarHash = z.string().regex(/^[0-9a-f]{64}$/);
export const AvatarType = z.enum(['image/png', 'image/jpeg', 'image/webp']);
