// What this person set for themselves on any of their computers, folded in any order from their own
// conversation: of each field the highest seq wins.
import type { LogEvent } from '../../shared/events.ts';
import { personalEvents } from '../../shared/personalEvents.ts';
import type { Db } from '../../node/openDatabase.ts';

type PersonalType = keyof typeof personalEvents;
type PersonalEvent = Extract<LogEvent, { type: PersonalType }>;
const isPersonal = (event: LogEvent | undefined): event is PersonalEvent =>
  event !== undefined && Object.hasOwn(personalEvents, event.type);

type Fold<T extends PersonalType> = (event: Extract<LogEvent, { type: T }>) => void;

export function createPersonal(db: Db) {
  const preference = db.prepare(
    `INSERT INTO preference (conversation, field, seq, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, value = excluded.value WHERE excluded.seq > seq`,
  );
  const saved = db.prepare(
    `INSERT INTO saved (conversation, target, seq, is_on) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, is_on = excluded.is_on WHERE excluded.seq > seq`,
  );
  const threadRead = db.prepare(
    `INSERT INTO thread_read (conversation, thread, seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`,
  );
  const added = db.prepare(
    `INSERT INTO schedule (id, seq, body) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, body = iif(ended = 1, NULL, excluded.body)`,
  );
  const ended = db.prepare(
    'INSERT INTO schedule (id, ended) VALUES (?, 1) ON CONFLICT DO UPDATE SET ended = 1, body = NULL',
  );
  // What was sent stands where it was sent to, and what was cancelled nowhere: here as on the server.
  const scrub = db.prepare(
    `UPDATE event SET body = json_set(body, '$.schedule.text', '')
     WHERE conversation = :conversation AND seq = (SELECT seq FROM schedule WHERE id = :id AND ended = 1)`,
  );
  const failed = db.prepare(
    `INSERT INTO schedule (id, code, code_seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET code = excluded.code, code_seq = excluded.code_seq WHERE excluded.code_seq > code_seq`,
  );

  const folds: { [T in PersonalType]: Fold<T> } = {
    'preference.changed': ({ seq, body: { conversation, ...fields } }) => {
      for (const [field, value] of Object.entries(fields))
        preference.run(conversation, field, seq, JSON.stringify(value));
    },
    'saved.changed': ({ seq, body: { conversation, target, on } }) =>
      void saved.run(conversation, target, seq, on ? 1 : 0),
    'thread.read': ({ body: { conversation, thread, seq } }) =>
      void threadRead.run(conversation, thread, seq),
    'schedule.added': ({ conversation, seq, body: { schedule } }) => {
      added.run(schedule.id, seq, JSON.stringify(schedule));
      scrub.run({ conversation, id: schedule.id });
    },
    'schedule.ended': ({ conversation, body: { schedule: id } }) => {
      ended.run(id);
      scrub.run({ conversation, id });
    },
    'schedule.failed': ({ seq, body }) => void failed.run(body.schedule, body.code, seq),
  };

  /** Takes in an event that has just been stored, whatever came before it. */
  return (event: LogEvent): void => {
    if (isPersonal(event)) folds[event.type](event as never);
  };
}
