// Taking back what was said: a deleted message and its edits keep their place in the log and lose
// their words, here as on the server.
import type { EventBody } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';

export function createScrub(db: Db) {
  const bodies = db.prepare<
    { conversation: string; target: number },
    { seq: number; body: string }
  >(
    `SELECT seq, body FROM event WHERE conversation = :conversation AND seq IN
       (SELECT :target UNION ALL SELECT seq FROM edit WHERE conversation = :conversation AND target = :target)`,
  );
  const put = db.prepare('UPDATE event SET body = ? WHERE conversation = ? AND seq = ?');

  /** Empties the message and all its edits that are stored. */
  return (conversation: string, target: number): void => {
    for (const { seq, body } of bodies.all({ conversation, target })) {
      const whole = JSON.parse(body) as Record<string, unknown>;
      const rest = Object.fromEntries(
        keptFields.filter((field) => field in whole).map((field) => [field, whole[field]]),
      );
      const scrubbed = {
        ...rest,
        text: '',
        mentions: [],
        ...(seq === target && { deleted: true }),
      };
      put.run(JSON.stringify(scrubbed), conversation, seq);
    }
  };
}

/** Where it stood and what it was for. Named, so that words of a newer form go as well. */
const keptFields = [
  'target',
  'reply',
  'thread',
  'broadcast',
  'acknowledge',
  'action',
] as const satisfies (keyof EventBody<'message.created'> | 'target')[];
