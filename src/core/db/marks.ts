// What the columns of a stored event say about it: where it is shown, whose unread it is, which thread it stands in.
import type { Mention } from '../../shared/entities.ts';
import type { LogEvent } from '../../shared/events.ts';

export type Marks = {
  shown: number;
  thread: number | null;
  reply: number | null;
  /** 1 for somebody else's message, 2 when it calls this person, 0 for what is never unread. */
  weight: number;
  part: number;
  gone: number;
};

/** Types that a conversation's timeline shows; those of a newer version are shown as unsupported. */
const shownTypes: ReadonlySet<string> = new Set<LogEvent['type']>([
  'message.created',
  'conversation.created',
  'conversation.changed',
  'member.joined',
  'member.left',
]);

/** `typed`: undefined for an event of a newer version. */
export function marksOf(typed: LogEvent | undefined, me: string): Marks {
  const plain = { thread: null, reply: null, weight: 0, part: 0, gone: 0 };
  if (typed?.type !== 'message.created')
    return { ...plain, shown: typed === undefined || shownTypes.has(typed.type) ? 1 : 0 };
  const { thread = null, reply = null, broadcast, mentions, deleted } = typed.body;
  return {
    shown: thread === null || broadcast ? 1 : 0,
    thread,
    reply,
    ...standing({ author: typed.author, thread, mentions, gone: deleted === true }, me),
  };
}

export type Said = { author: string; thread: number | null; mentions: Mention[]; gone: boolean };

/** What changes when the message is edited or deleted. */
export function standing({ author, thread, mentions, gone }: Said, me: string) {
  const mine = author === me;
  return {
    weight: mine || gone ? 0 : mentions.some((mention) => calls(mention, me)) ? 2 : 1,
    // One's own word counts even when it is taken back: the log goes on saying whose it was.
    part: thread !== null && (mine || (!gone && mentions.includes(me))) ? 1 : 0,
    gone: gone ? 1 : 0,
  };
}

const calls = (mention: Mention, me: string): boolean =>
  mention === me || mention === 'channel' || mention === 'here';
