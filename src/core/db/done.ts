// What the fold knows to have been done to messages, read for a whole page at once.
import type { Mention } from '../../shared/entities.ts';
import type { Reaction } from '../../shared/timelineRows.ts';
import type { Db } from '../../node/openDatabase.ts';
import { reactionUsers } from './optimistic.ts';

export type Edited = { text: string; mentions: Mention[]; at: number };
export type Done = {
  edits: Map<number, Edited>;
  /** Who deleted it. */
  deletions: Map<number, string>;
  reactions: Map<number, Reaction[]>;
  pins: Set<number>;
  saved: Set<number>;
  acknowledged: Map<number, string[]>;
};

type Page = { conversation: string; targets: string };

export function createDone(db: Db, me: string) {
  const among = `conversation = :conversation AND target IN (SELECT value FROM json_each(:targets))`;
  const edits = db.prepare<Page, { target: number; at: number; body: string }>(
    `SELECT n.target, e.at, e.body FROM
       (SELECT target, max(seq) AS seq FROM edit WHERE ${among} GROUP BY target) n
     JOIN event e ON e.conversation = :conversation AND e.seq = n.seq`,
  );
  const deletions = db.prepare<Page, { target: number; author: string }>(
    `SELECT target, author FROM deletion WHERE ${among}`,
  );
  const reactions = db.prepare<
    Page & { me: string; most: number },
    { target: number; emoji: string; count: number; mine: number; users: string }
  >(
    `SELECT target, emoji, count(*) AS count,
       EXISTS (SELECT 1 FROM reaction m WHERE m.conversation = :conversation AND m.target = r.target
         AND m.emoji = r.emoji AND m.user = :me AND m.is_on = 1) AS mine,
       (SELECT json_group_array(user) FROM (SELECT u.user FROM reaction u INDEXED BY reaction_on
         WHERE u.conversation = :conversation AND u.target = r.target AND u.emoji = r.emoji AND u.is_on = 1
         ORDER BY u.seq LIMIT :most)) AS users
     FROM reaction r INDEXED BY reaction_on WHERE ${among} AND is_on = 1
     GROUP BY target, emoji ORDER BY target, min(seq)`,
  );
  const pins = db.prepare<Page, number>(`SELECT target FROM pin WHERE ${among} AND is_on = 1`);
  const saved = db.prepare<Page, number>(`SELECT target FROM saved WHERE ${among} AND is_on = 1`);
  const acknowledged = db.prepare<Page, { target: number; users: string }>(
    `SELECT target, json_group_array(user ORDER BY seq) AS users FROM acknowledgement
     WHERE ${among} GROUP BY target`,
  );

  const said = (conversation: string, seqs: number[]): Pick<Done, 'edits' | 'deletions'> => {
    const page = { conversation, targets: JSON.stringify(seqs) };
    return {
      edits: new Map(edits.all(page).map(({ target, at, body }) => [target, edited(body, at)])),
      deletions: new Map(deletions.all(page).map(({ target, author }) => [target, author])),
    };
  };

  return {
    /** What the messages say now. */
    said,
    /** Everything that was done to them. */
    to(conversation: string, seqs: number[]): Done {
      const page = { conversation, targets: JSON.stringify(seqs) };
      const groups = Map.groupBy(
        reactions.all({ ...page, me, most: reactionUsers }),
        ({ target }) => target,
      );
      return {
        ...said(conversation, seqs),
        reactions: new Map(
          [...groups].map(([target, group]) => [
            target,
            group.map(({ emoji, count, mine, users }) => ({
              emoji,
              count,
              users: JSON.parse(users) as string[],
              mine: mine === 1,
            })),
          ]),
        ),
        pins: new Set(pins.pluck().all(page)),
        saved: new Set(saved.pluck().all(page)),
        acknowledged: new Map(
          acknowledged
            .all(page)
            .map(({ target, users }) => [target, JSON.parse(users) as string[]]),
        ),
      };
    },
  };
}

function edited(body: string, at: number): Edited {
  const { text, mentions } = JSON.parse(body) as Omit<Edited, 'at'>;
  return { text, mentions, at };
}
