// Programs among the people: what their tokens may do, and the hooks by which messages come in and
// events go out.
import { z } from 'zod';
import { ConversationId, Id, Pos, UserId } from './entities.ts';

/** What a token may do: look and listen; speak; everything else that the role allows. */
export const scopes = ['read', 'send', 'manage'] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** What an outgoing hook can be told of. */
export const hookTypes = [
  'message.created',
  'message.edited',
  'message.deleted',
  'reaction.changed',
  'pin.changed',
  'message.acknowledged',
  'conversation.changed',
  'member.joined',
  'member.left',
] as const;
export const HookType = z.enum(hookTypes);
export type HookType = z.infer<typeof HookType>;

/** Where events are sent: a page of the web without a name and password in its address. */
export const HookUrl = z
  .string()
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === '';
  }, 'not an http or https address, or with a password in it');

/** 16 to 64 random bytes in base64url; the receiver checks signatures with it. */
export const HookSecret = z.string().regex(/^[A-Za-z0-9_-]{22,86}$/);

/** How sending stands; `away`: the hook was put out of its conversation, and listens no more. */
const HookState = z.object({
  name: z.enum(['working', 'failing', 'away']),
  /** What was sent or given up, up to here. */
  cursor: Pos,
  /** Ms since 1970; null while all goes well. */
  failingSince: z.number().nullable(),
  /** Why the newest try failed, in words for whoever runs the receiver; null while all goes well. */
  lastError: z.string().nullable(),
  /** How many events were given up and wait for somebody to decide. */
  dead: z.int(),
});

const common = {
  /** The person's, too, in whose name it speaks or listens. */
  id: Id,
  name: z.string(),
  conversation: ConversationId,
  createdBy: UserId,
  createdAt: z.number(),
  /** When something last came or went by it; null: never. */
  lastUsedAt: z.number().nullable(),
} as const;

export const Hook = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('incoming'), ...common }),
  z.object({
    kind: z.literal('outgoing'),
    ...common,
    url: z.string(),
    types: z.array(HookType),
    /** It may send into the own network: the owner's decision. */
    allowPrivate: z.boolean(),
    state: HookState,
  }),
]);
export type Hook = z.infer<typeof Hook>;

/** An event that was given up. */
export const DeadEvent = z.object({
  pos: Pos,
  type: z.string(),
  tries: z.int(),
  error: z.string(),
  /** Of the newest try. */
  at: z.number(),
  /** Somebody asked for another try, and it has not come yet. */
  waiting: z.boolean(),
});
export type DeadEvent = z.infer<typeof DeadEvent>;
