// What may be asked about bots, their tokens, and hooks.
import { z } from 'zod';
import { DeadEvent, Hook, hookTypes, HookSecret, HookType, HookUrl, Scope } from './bots.ts';
import { DeviceName } from './door.ts';
import { About, ConversationId, Id, limits, Person, PersonName, Pos } from './entities.ts';

/** The client makes it, so that a lost answer can be asked for again. */
const Token = z.string().min(32).max(128);
const Scopes = z.array(Scope).min(1).max(Scope.options.length);
/** Milliseconds from now; null for ever. */
const ExpiresIn = z.int().min(1000).max(limits.aheadMs).nullable();
/** 16 random bytes in base64url. */
const HookKey = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

const made = { id: Id, name: PersonName, conversation: ConversationId } as const;
const HookAnswer = z.object({ hook: Hook, duplicate: z.literal(true).optional() });
/** One event that was given up, or all of the hook's. */
const aimed = z.object({ id: Id, hook: Id, pos: Pos.nullable() });
const nothing = z.object({ duplicate: z.literal(true).optional() });

export const botCommands = {
  'bot.create': {
    kind: 'write',
    /** `id` becomes the bot's, and its first token's. It begins in these channels, whatever its role. */
    input: z.object({
      id: Id,
      name: PersonName,
      about: About.default(''),
      role: z.enum(['member', 'guest']).default('guest'),
      channels: z.array(ConversationId).max(50).default([]),
      token: Token,
      tokenName: DeviceName,
      scopes: Scopes,
      expiresIn: ExpiresIn,
    }),
    output: z.object({ bot: Person, duplicate: z.literal(true).optional() }),
  },
  /** One more; they are listed and revoked like the devices of people. */
  'bot.token': {
    kind: 'write',
    input: z.object({
      id: Id,
      bot: Id,
      token: Token,
      name: DeviceName,
      scopes: Scopes,
      expiresIn: ExpiresIn,
    }),
    output: nothing,
  },

  /** What comes to `/hooks/KEY` is said in this channel, under this name. */
  'hook.create': {
    kind: 'write',
    input: z.object({ ...made, key: HookKey }),
    output: HookAnswer,
  },
  /** What happens in this channel is told to this address, from now on. */
  'hook.outgoing': {
    kind: 'write',
    input: z.object({
      ...made,
      url: HookUrl,
      secret: HookSecret,
      types: z.array(HookType).min(1).max(hookTypes.length).default(['message.created']),
      /** Also to computers of the own network; only the owner decides that. */
      allowPrivate: z.boolean().default(false),
    }),
    output: HookAnswer,
  },
  /** All of them for owners and admins; for others those by which messages come into channels of theirs. */
  'hook.list': {
    kind: 'read',
    input: z.object({}),
    output: z.object({ hooks: z.array(Hook) }),
  },
  /** Final; what was said by it stays. */
  'hook.remove': { kind: 'write', input: z.object({ id: Id, hook: Id }), output: nothing },
  /** What was given up, the newest first. */
  'hook.failed': {
    kind: 'read',
    input: z.object({ hook: Id }),
    output: z.object({ failed: z.array(DeadEvent) }),
  },
  /** Tries once more. */
  'hook.replay': { kind: 'write', input: aimed, output: nothing },
  'hook.discard': { kind: 'write', input: aimed, output: nothing },
} as const;
