// The nouns that travel: people, conversations, messages, and the limits of each.
import { z } from 'zod';

/** Limits checked at every door: composer, core, server. */
export const limits = {
  /** UTF-8 bytes in one message. */
  textBytes: 16 * 1024,
  /** UTF-16 units in a person's or a team's name. */
  name: 40,
  /** Bytes of an avatar as it is kept: a small square picture. */
  avatarBytes: 32 * 1024,
  /** Pixels of an avatar's side. */
  avatarSide: 256,
  channelName: 40,
  topic: 250,
  about: 120,
  status: 80,
  /** UTF-16 units of one emoji with all its joiners and skin tones. */
  emoji: 40,
  /** Different emoji on one message. */
  reactions: 50,
  /** People in a group message, the one who opens it included. */
  group: 20,
  pins: 100,
  /** Times that one message is changed. */
  edits: 500,
  /** Messages that one person lets the server send later. */
  schedules: 100,
  /** Events in one page of a pull or of history. */
  page: 500,
  /** How far ahead something may be set: a year and a day, ms. */
  aheadMs: 366 * 86_400_000,
} as const;

/** Names that mean everybody in a mention, so that nobody may carry them. */
export const groupMentions = ['channel', 'here'] as const;

const utf8 = new TextEncoder();
export const byteLength = (text: string): number => utf8.encode(text).length;

// Control characters, bidirectional marks and invisible spaces would let one name pass for another.
export const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\ufeff]/u;

/** One line of text that shows what it says, at most `max` UTF-16 units. */
export const line = (max: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => value.isWellFormed() && !unprintable.test(value), 'unprintable characters')
    .refine((value) => value.length <= max, `longer than ${max} characters`);

const nonEmpty = (value: string): boolean =>
  value.replace(/\p{Default_Ignorable_Code_Point}/gu, '').trim() !== '';

/** What two names are compared by: case, width and compatibility forms do not make a new name. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();

// With capitals one id would be two to us, and one folder to a file system that ignores case.
const lowerCaseId = () => z.uuid().refine((id) => id === id.toLowerCase(), 'capitals');
export const Id = lowerCaseId();
export const UserId = lowerCaseId();
export const ConversationId = lowerCaseId();
export const Seq = z.int().min(0);
export const Pos = z.int().min(0);

export const PersonName = line(limits.name)
  .refine(nonEmpty, 'empty')
  .refine((name) => !name.includes('@'), 'contains @')
  .refine((name) => !(groupMentions as readonly string[]).includes(nameKey(name)), 'reserved');
export const TeamName = line(limits.name).refine(nonEmpty, 'empty');
export const ChannelName = line(limits.channelName)
  .refine(nonEmpty, 'empty')
  .refine((name) => !/[\s#@]/u.test(name), 'contains a space, # or @');
export const Topic = line(limits.topic);
export const About = line(limits.about);

/** One emoji as people see it, however many code points it is made of. */
export const Emoji = z
  .string()
  .max(limits.emoji)
  .refine((text) => /^\p{RGI_Emoji}$/v.test(text), 'not one emoji');

/**
 * A text that may be missing: what stands beside something forwarded. Without control characters, which nobody sees and
 * a terminal obeys; lines end as they do everywhere.
 */
export const Remark = z
  .string()
  .transform((text) => text.replace(/\r\n?/gu, '\n'))
  .refine((text) => text.isWellFormed() && !/[^\P{Cc}\t\n]/u.test(text), 'not valid text')
  .refine((text) => byteLength(text) <= limits.textBytes, {
    message: `longer than ${limits.textBytes} bytes`,
    params: { code: 'TOO_LARGE' },
  });
/** A message's text: any script, tabs and line breaks, but not only white space, and no half characters. */
export const MessageText = Remark.refine(nonEmpty, 'empty');

/** Whom a message calls: people by id, or everybody in the conversation. Found by the server in the text. */
export const Mention = z.union([UserId, z.enum(groupMentions)]);
export type Mention = z.infer<typeof Mention>;

/** From most to least: each may do what those after it may. */
export const roles = ['owner', 'admin', 'member', 'guest'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What somebody says of themselves for a while. */
export const Status = z.object({
  emoji: Emoji.nullable().default(null),
  text: line(limits.status),
  /** When it ends by itself, ms since 1970; null: never. */
  until: z.number().nullable().default(null),
});
export type Status = z.infer<typeof Status>;

export const Person = z.object({
  id: UserId,
  name: z.string(),
  about: z.string(),
  role: Role,
  /** The picture's SHA-256 in hex, or null for initials. */
  avatar: z.string().nullable().default(null),
  /** False: deactivated. What they said stays, their devices are shut out. */
  active: z.boolean().default(true),
  status: Status.nullable().default(null),
  /** Not to be disturbed until then, ms since 1970. */
  dndUntil: z.number().nullable().default(null),
  /** Whether others see how far this person has read; who says no sees it of nobody. */
  receipts: z.boolean().default(true),
  /** A program: a bot, or the hook that speaks or listens under this name. */
  bot: z.literal(true).optional(),
  joinedAt: z.number(),
});
export type Person = z.infer<typeof Person>;

/**
 * `team` is the one conversation everybody is in and nobody sees: it carries the changes of people. `personal` is each
 * person's own, with the person's id as its id: it carries to their other devices what is nobody else's business.
 */
export const ConversationKind = z.enum(['team', 'personal', 'channel', 'direct', 'group']);
export type ConversationKind = z.infer<typeof ConversationKind>;

/** Who may write into a channel: all its members, or only admins and who made it. */
export const Posting = z.enum(['everyone', 'admins']);
export type Posting = z.infer<typeof Posting>;

/** What a conversation may ring for; without a choice: mentions in channels, everything else in the others. */
export const NotifyLevel = z.enum(['all', 'mentions', 'nothing']);
export type NotifyLevel = z.infer<typeof NotifyLevel>;

/** For ever, as a time: the last one that a Date can hold, ms. */
export const FOREVER = 8_640_000_000_000_000;

/** How newcomers without an invite get in: not at all, after somebody let them in, or by a name alone. */
export const DoorPolicy = z.enum(['invite', 'ask', 'open']);
export type DoorPolicy = z.infer<typeof DoorPolicy>;

export const Team = z.object({
  id: ConversationId,
  name: z.string(),
  door: DoorPolicy.default('ask'),
});
export type Team = z.infer<typeof Team>;

export const Presence = z.enum(['online', 'away', 'offline']);
export type Presence = z.infer<typeof Presence>;
