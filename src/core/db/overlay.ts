// What was done to messages, folded from the log in ANY order: live, in a snapshot's page, or in older
// history that fills in behind. Among edits, pins and one person's same reaction the highest seq wins,
// a deletion is final (delivery.md rule 6).
import type { LogEvent } from '../../shared/events.ts';
import type { Db } from '../../node/openDatabase.ts';
import { standing } from './marks.ts';
import { createScrub } from './scrub.ts';

type Fold<T extends LogEvent['type']> = (event: Extract<LogEvent, { type: T }>) => void;
type Target = { author: string; thread: number | null; gone: number; mentions: string | null };

/** The types that say something about a message. */
const aimed = [
  'message.edited',
  'message.deleted',
  'reaction.changed',
  'pin.changed',
  'message.acknowledged',
] as const;
type AimedType = (typeof aimed)[number];
const isAimed = (event: LogEvent | undefined): event is Extract<LogEvent, { type: AimedType }> =>
  event !== undefined && (aimed as readonly string[]).includes(event.type);

export function createOverlay(db: Db, me: string) {
  const edit = db.prepare(
    'INSERT OR IGNORE INTO edit (conversation, target, seq) VALUES (?, ?, ?)',
  );
  const deletion = db.prepare(
    `INSERT INTO deletion (conversation, target, seq, author) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, author = excluded.author WHERE excluded.seq < seq`,
  );
  const reaction = db.prepare(
    `INSERT INTO reaction (conversation, target, emoji, user, seq, is_on) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, is_on = excluded.is_on WHERE excluded.seq > seq`,
  );
  const pin = db.prepare(
    `INSERT INTO pin (conversation, target, seq, is_on) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, is_on = excluded.is_on WHERE excluded.seq > seq`,
  );
  const acknowledgement = db.prepare(
    `INSERT INTO acknowledgement (conversation, target, user, seq) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = min(seq, excluded.seq)`,
  );
  const touched = db
    .prepare<{ conversation: string; seq: number }, number>(
      `SELECT EXISTS (SELECT 1 FROM deletion WHERE conversation = :conversation AND target = :seq)
         OR EXISTS (SELECT 1 FROM edit WHERE conversation = :conversation AND target = :seq)`,
    )
    .pluck();
  // The mentions of the newest edit count, or else the message's own.
  const target = db.prepare<{ conversation: string; seq: number }, Target>(
    `SELECT e.author, e.thread,
       e.gone OR EXISTS (SELECT 1 FROM deletion WHERE conversation = :conversation AND target = :seq) AS gone,
       coalesce((SELECT v.body ->> 'mentions' FROM event v WHERE v.conversation = :conversation AND v.seq =
         (SELECT max(seq) FROM edit WHERE conversation = :conversation AND target = :seq)),
         e.body ->> 'mentions') AS mentions
     FROM event e WHERE e.conversation = :conversation AND e.seq = :seq AND e.type = 'message.created'`,
  );
  const setStanding = db.prepare(
    `UPDATE event SET weight = :weight, part = :part, gone = :gone WHERE conversation = :conversation AND seq = :seq`,
  );
  const thread = db.prepare('INSERT OR IGNORE INTO thread (conversation, root) VALUES (?, ?)');
  const setPart = db.prepare(
    `UPDATE thread SET part =
       EXISTS (SELECT 1 FROM event WHERE conversation = :conversation AND seq = :root
         AND author = :me AND type = 'message.created')
       OR EXISTS (SELECT 1 FROM event INDEXED BY event_part WHERE conversation = :conversation
         AND thread = :root AND part = 1)
     WHERE conversation = :conversation AND root = :root`,
  );
  const scrub = createScrub(db);

  /** The columns of a message once more, from all that is known to have been done to it. */
  function weigh(conversation: string, seq: number): void {
    const said = target.get({ conversation, seq });
    if (!said) return;
    const gone = said.gone === 1;
    // A message of a newer form may be edited as well.
    const mentions: unknown = JSON.parse(said.mentions ?? '[]');
    const called = Array.isArray(mentions) ? (mentions as string[]) : [];
    const { author, thread: root } = said;
    const now = standing({ author, thread: root, mentions: called, gone }, me);
    setStanding.run({ conversation, seq, ...now });
    if (gone) scrub(conversation, seq);
    if (root !== null) setPart.run({ conversation, root, me });
  }

  const folds: { [T in AimedType | 'message.created']: Fold<T> } = {
    'message.created': ({ conversation, seq, author, body }) => {
      if (body.thread !== undefined) {
        thread.run(conversation, body.thread);
        setPart.run({ conversation, root: body.thread, me });
      } else if (author === me) setPart.run({ conversation, root: seq, me });
      if (touched.get({ conversation, seq })) weigh(conversation, seq);
    },
    'message.edited': ({ conversation, seq, body }) => {
      edit.run(conversation, body.target, seq);
      weigh(conversation, body.target);
    },
    'message.deleted': ({ conversation, seq, author, body }) => {
      deletion.run(conversation, body.target, seq, author);
      weigh(conversation, body.target);
    },
    'reaction.changed': ({ conversation, seq, author, body: { target: at, emoji, on } }) =>
      void reaction.run(conversation, at, emoji, author, seq, on ? 1 : 0),
    'pin.changed': ({ conversation, seq, body }) =>
      void pin.run(conversation, body.target, seq, body.on ? 1 : 0),
    'message.acknowledged': ({ conversation, seq, author, body }) =>
      void acknowledgement.run(conversation, body.target, author, seq),
  };

  /** Takes in an event that has just been stored, whatever came before it. */
  return (event: LogEvent): void => {
    if (event.type === 'message.created' || isAimed(event)) folds[event.type](event as never);
  };
}
