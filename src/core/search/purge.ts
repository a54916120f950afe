// What was deleted is out of the results at once; the file itself still holds its grams until it is written anew,
// piece by piece. That is done once a day at most, and only when something was taken back.
import type { Db } from '../../node/openDatabase.ts';

const everyMs = 24 * 60 * 60_000;
/** Pages of the file in one step: a search can wait for it. */
const pages = 200;

export function createPurge(db: Db) {
  const get = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const put = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const drop = db.prepare(`DELETE FROM meta WHERE key = 'gone'`);
  const merge = db.prepare(`INSERT INTO gram (gram, rank) VALUES ('merge', ?)`);
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let under = false;

  return {
    /** Something left the index. */
    gone: (): void => void put.run('gone', '1'),
    /** Takes one step when it is time to; answers whether there is more to do. */
    step(now = Date.now()): boolean {
      if (!under) {
        if (get.get('gone') === undefined || now - Number(get.get('purged') ?? 0) < everyMs)
          return false;
        drop.run();
        put.run('purged', String(now));
      }
      const before = changes.get() ?? 0;
      // A negative number begins to make all of it one piece, a positive one goes on.
      merge.run(under ? pages : -pages);
      under = (changes.get() ?? 0) - before > 1;
      return under;
    },
  };
}
