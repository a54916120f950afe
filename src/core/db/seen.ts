// How far others have read, as they show it: what was told last is kept for when there is no connection.
import type { Db } from '../../node/openDatabase.ts';

export type SeenPair = [user: string, seq: number];

export function createSeen(db: Db, me: string) {
  const raise = db.prepare(
    `INSERT INTO seen (conversation, user, seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
  );
  const all = db.prepare<[string], { user: string; seq: number }>(
    'SELECT user, seq FROM seen WHERE conversation = ? ORDER BY seq DESC, user',
  );
  return {
    of: (id: string): SeenPair[] => all.all(id).map(({ user, seq }) => [user, seq]),
    /** Answers those that moved. */
    put: (id: string, pairs: SeenPair[]): SeenPair[] =>
      pairs.filter(([user, seq]) => user !== me && raise.run(id, user, seq).changes > 0),
  };
}
