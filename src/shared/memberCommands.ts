// What may be asked about who is in the team, who may come, and with which computers.
import { z } from 'zod';
import {
  AvatarHash,
  AvatarType,
  Code,
  Device,
  DeviceName,
  Invite,
  InviteLook,
  JoinRequest,
  ShownCode,
} from './door.ts';
import {
  ConversationId,
  DoorPolicy,
  Id,
  limits,
  Person,
  PersonName,
  Role,
  Team,
  TeamName,
  UserId,
} from './entities.ts';
import { Landed } from './events.ts';

const nothing = z.object({});

export const memberCommands = {
  // the door
  'team.join': {
    kind: 'write',
    /**
     * The client makes `id` and `token` itself, so that a lost answer can be asked for again. `id`
     * becomes the device's, and the person's when one is made; a code for a device needs no name.
     */
    input: z.object({
      id: Id,
      name: PersonName.optional(),
      token: z.string().min(32).max(128),
      device: DeviceName,
      code: ShownCode.optional(),
    }),
    /** `pending`: asked; the same question again, a little later, is answered when somebody decided. */
    output: z.union([
      z.object({ me: Person, team: Team, duplicate: z.literal(true).optional() }),
      z.object({ pending: z.literal(true) }),
    ]),
  },
  /** What a code would do, without doing it. */
  'invite.look': { kind: 'read', input: z.object({ code: ShownCode }), output: InviteLook },

  // who is in the team, and who may come
  'invite.create': {
    kind: 'write',
    /** The client makes the code, so that only it and its receiver ever know it. */
    input: z.object({
      id: Id,
      code: Code,
      role: Role.default('member'),
      /** Milliseconds from now; null for ever. */
      expiresIn: z
        .int()
        .min(1000)
        .max(366 * 86_400_000)
        .nullable(),
      /** People who may come by it; null for any number. */
      uses: z.int().min(1).max(10_000).nullable(),
      /** Where a guest is let in; others find their channels themselves. */
      channels: z.array(ConversationId).max(50).default([]),
    }),
    output: z.object({ invite: Invite }),
  },
  'invite.revoke': { kind: 'write', input: z.object({ invite: Id }), output: nothing },
  'invite.list': { kind: 'read', input: nothing, output: z.object({ invites: z.array(Invite) }) },
  'request.list': {
    kind: 'read',
    input: nothing,
    output: z.object({ requests: z.array(JoinRequest) }),
  },
  'request.answer': {
    kind: 'write',
    input: z.object({ id: Id, request: Id, admit: z.boolean(), role: Role.default('member') }),
    output: nothing,
  },
  'device.invite': {
    kind: 'write',
    /** For oneself, or, by those who manage people, for somebody who lost theirs. One use. */
    input: z.object({ id: Id, code: Code, user: UserId }),
    output: z.object({ invite: Invite }),
  },
  'device.list': {
    kind: 'read',
    input: z.object({ user: UserId.optional() }),
    output: z.object({ devices: z.array(Device) }),
  },
  'device.revoke': { kind: 'write', input: z.object({ device: Id }), output: nothing },
  'person.set': {
    kind: 'write',
    /** Changes somebody else, as far as one's role reaches. */
    input: z.object({
      id: Id,
      user: UserId,
      name: PersonName.optional(),
      role: Role.optional(),
      active: z.boolean().optional(),
    }),
    output: Landed,
  },
  'team.set': {
    kind: 'write',
    input: z.object({ id: Id, name: TeamName, door: DoorPolicy }),
    output: Landed,
  },

  'avatar.set': {
    kind: 'write',
    /** Base64 of a small PNG, JPEG or WebP square; null for initials again. */
    input: z.object({
      id: Id,
      image: z
        .base64()
        .max(Math.ceil(limits.avatarBytes / 3) * 4)
        .nullable(),
    }),
    output: Landed,
  },

  'avatar.get': {
    kind: 'read',
    input: z.object({ avatar: AvatarHash }),
    output: z.object({ type: AvatarType, image: z.base64() }),
  },
} as const;
