// Whether a message deserves a notification, from what this person wants of its conversation. What is
// a matter of the moment (quiet hours, a focused window) is asked elsewhere.
import type { NotifyLevel } from '../../shared/entities.ts';
import type { ConversationRow } from '../../shared/rows.ts';

/** The conversation as this person wants it, what waits in the outbox done. */
export type Wishes = {
  kind: ConversationRow['kind'];
  /** Null: as usual for its kind. */
  notify: NotifyLevel | null;
  /** Milliseconds since 1970; null: not muted. */
  mutedUntil: number | null;
};

/** A message by somebody else that is not read. */
export type Said = {
  /** It stands in a thread and not in the conversation itself. */
  inThread: boolean;
  /** Of a thread that this person takes part in. */
  ownThread: boolean;
  /** It calls this person, by name or with everybody. */
  calls: boolean;
  /** It holds one of this person's keywords. */
  keyword: boolean;
};

/** What a conversation may ring for, said or as usual. */
const levelOf = ({ kind, notify }: Wishes): NotifyLevel =>
  notify ?? (kind === 'channel' ? 'mentions' : 'all');

/** `time`: milliseconds since 1970. */
export function isSilent(wishes: Wishes, time: number): boolean {
  return (wishes.mutedUntil ?? 0) > time || levelOf(wishes) === 'nothing';
}

export function deserves(wishes: Wishes, said: Said, time: number): boolean {
  if (isSilent(wishes, time)) return false;
  if (said.calls || said.keyword || said.ownThread) return true;
  // Among few everything is meant for everybody; a channel's threads are for those who take part.
  return levelOf(wishes) === 'all' && (!said.inThread || wishes.kind !== 'channel');
}
