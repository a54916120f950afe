// Everything in `Tx` about what is one person's alone, what they let the server send later, and whose
// reading others may see.
import type { Db } from '../../../src/node/openDatabase.ts';
import type { Schedule } from '../../../src/shared/personalEvents.ts';
import type { ReaderRecord, ScheduleRecord, Tx } from '../tx.ts';

type ScheduleRow = Omit<ScheduleRecord, 'schedule'> & { input: string };

const toSchedule = ({ input, ...row }: ScheduleRow): ScheduleRecord => ({
  ...row,
  schedule: JSON.parse(input) as Schedule,
});

export function personal(db: Db) {
  const stands = db.prepare<[string, string], { value: string; seq: number }>(
    'SELECT value, seq FROM personal WHERE user = ? AND about = ?',
  );
  const setStands = db.prepare(
    `INSERT INTO personal (user, about, value, seq) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value, seq = excluded.seq`,
  );
  const readers = db.prepare<[string, number], Omit<ReaderRecord, 'shows'> & { shows: number }>(
    `SELECT stay.user, coalesce(marker.seq, 0) AS seq, receipts AS shows
     FROM stay JOIN person ON person.id = stay.user
       LEFT JOIN marker ON marker.user = stay.user AND marker.conversation = stay.conversation
     WHERE stay.conversation = ? AND to_pos IS NULL LIMIT ?`,
  );
  return {
    async personal(user, about) {
      const row = stands.get(user, about);
      return row && { value: JSON.parse(row.value) as unknown, seq: row.seq };
    },
    async setPersonal(user, about, value, seq) {
      setStands.run(user, about, JSON.stringify(value), seq);
    },
    readers: async (conversation, most) =>
      readers.all(conversation, most).map((row) => ({ ...row, shows: row.shows === 1 })),
  } satisfies Partial<Tx>;
}

export function schedules(db: Db) {
  const byId = db.prepare<[string], ScheduleRow>(
    'SELECT user, input, failed FROM schedule WHERE id = ?',
  );
  const count = db
    .prepare<[string], number>('SELECT count(*) FROM schedule WHERE user = ?')
    .pluck();
  const insert = db.prepare(
    `INSERT INTO schedule (id, user, conversation, at, input, failed)
     VALUES (:id, :user, :conversation, :at, :input, :failed)`,
  );
  const remove = db.prepare('DELETE FROM schedule WHERE id = ?');
  const scrub = db.prepare(
    `UPDATE log SET body = json_set(body, '$.schedule.text', '')
     WHERE author = ? AND id = ? AND type = 'schedule.added'`,
  );
  const setFailed = db.prepare('UPDATE schedule SET failed = ? WHERE id = ?');
  return {
    async schedule(id) {
      const row = byId.get(id);
      return row && toSchedule(row);
    },
    countSchedules: async (user) => count.get(user) ?? 0,
    async addSchedule({ user, schedule, failed }) {
      const { id, conversation, at } = schedule;
      insert.run({ id, user, conversation, at, failed, input: JSON.stringify(schedule) });
    },
    async removeSchedule(user, id) {
      remove.run(id);
      scrub.run(user, id);
    },
    async failSchedule(id, code) {
      setFailed.run(code, id);
    },
  } satisfies Partial<Tx>;
}

/** What waits for its time, the earliest first. */
export function createDue(db: Db) {
  return db.prepare<[number], { id: string; user: string; at: number }>(
    'SELECT id, user, at FROM schedule WHERE failed IS NULL ORDER BY at, id LIMIT ?',
  );
}
