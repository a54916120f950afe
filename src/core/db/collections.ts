// Messages gathered from everywhere: saved, pinned, calling this person, and what waits for its time.
import { type ErrorCode, errorCodes } from '../../shared/errors.ts';
import { Schedule } from '../../shared/personalEvents.ts';
import type { MessageRow, MessageVersion, ScheduledRow } from '../../shared/timelineRows.ts';
import type { Db } from '../../node/openDatabase.ts';
import type { Pending } from './pending.ts';
import type { Rows } from './rows.ts';

/** So many are in a list; nobody reads further down. */
const most = 500;
const page = 50;
/** So many earlier texts of one message: each may be as long as a message, and there may be thousands. */
const mostVersions = 100;

type Place = { conversation: string; seq: number };

export function createCollections(db: Db, rows: Rows, pending: Pending) {
  // Where this person is no more only some of their computers have it still: then none of them shows it.
  const present = `conversation IN (SELECT id FROM conversation WHERE standing = 'member')`;
  const saved = db.prepare<[number], Place>(
    `SELECT conversation, target AS seq FROM saved WHERE is_on = 1 AND ${present}
     ORDER BY saved.seq DESC LIMIT ?`,
  );
  const pins = db
    .prepare<[string, number], number>(
      'SELECT target FROM pin WHERE conversation = ? AND is_on = 1 ORDER BY seq DESC LIMIT ?',
    )
    .pluck();
  // A page ends where the time changes, so that the next one begins behind it.
  const calling = db.prepare<{ before: number; last: number }, Place>(
    `SELECT conversation, seq FROM event INDEXED BY event_calling
     WHERE weight = 2 AND at < :before AND at >= coalesce((SELECT at FROM event INDEXED BY event_calling
       WHERE weight = 2 AND at < :before ORDER BY at DESC LIMIT 1 OFFSET :last), 0)
       AND ${present}
     ORDER BY at DESC, seq DESC`,
  );
  const schedules = db.prepare<[], { id: string; body: string; code: string | null }>(
    'SELECT id, body, code FROM schedule WHERE ended = 0 AND body IS NOT NULL',
  );
  const versions = db.prepare<
    { conversation: string; target: number; last: number },
    MessageVersion
  >(
    `SELECT at, body ->> 'text' AS text FROM event WHERE conversation = :conversation AND gone = 0 AND seq IN
       (SELECT :target UNION ALL SELECT seq FROM edit WHERE conversation = :conversation AND target = :target)
     ORDER BY seq DESC LIMIT :last`,
  );

  /** In the order of the places, without what was deleted or is not stored here. */
  function messages(places: Place[]): MessageRow[] {
    const found = new Map<string, MessageRow>();
    for (const [conversation, here] of Map.groupBy(places, (place) => place.conversation))
      for (const row of rows.at(
        conversation,
        here.map(({ seq }) => seq),
      ))
        if (row.kind === 'message' && row.deletedBy === null)
          found.set(`${conversation}/${row.seq}`, row);
    return places.flatMap(({ conversation, seq }) => found.get(`${conversation}/${seq}`) ?? []);
  }

  return {
    messages,
    saved(): MessageRow[] {
      const places = new Map(saved.all(most).map((place) => [nameOf(place), place]));
      for (const { conversation, target: seq, on } of pending.saves()) {
        const place = { conversation, seq };
        places.delete(nameOf(place));
        if (on) places.set(nameOf(place), place);
      }
      const waiting = new Set(
        pending.saves().map(({ conversation, target }) => nameOf({ conversation, seq: target })),
      );
      const all = [...places.values()];
      const fresh = all.filter((place) => waiting.has(nameOf(place))).reverse();
      return messages([...fresh, ...all.filter((place) => !waiting.has(nameOf(place)))]);
    },
    pins(conversation: string): MessageRow[] {
      const waiting = new Map(pending.pins(conversation).map(({ target, on }) => [target, on]));
      const fresh = [...waiting].filter(([, on]) => on).map(([target]) => target);
      const stored = pins.all(conversation, most).filter((target) => !waiting.has(target));
      return messages([...fresh.reverse(), ...stored].map((seq) => ({ conversation, seq })));
    },
    /** `before`: the time of the last one that is shown already. */
    mentions: (before = Number.MAX_SAFE_INTEGER): MessageRow[] =>
      messages(calling.all({ before, last: page - 1 })),
    scheduled(): ScheduledRow[] {
      const over = pending.unscheduled();
      const stored = schedules.all().map(({ id, body, code }): ScheduledRow => {
        const { conversation, text, at, thread = null } = Schedule.parse(JSON.parse(body));
        const error =
          code === null ? null : { code: codeOf(code), message: 'not sent when its time came' };
        return { id, conversation, text, at, thread, state: error ? 'failed' : 'kept', error };
      });
      const known = new Set(stored.map(({ id }) => id));
      const waiting = pending
        .schedules()
        .filter(({ id }) => !known.has(id))
        .map(({ id, input, state, error }): ScheduledRow => {
          const { conversation, text, at, thread = null } = input;
          return {
            id,
            conversation,
            text,
            at,
            thread,
            state: state === 'sent' ? 'kept' : state,
            error,
          };
        });
      return [...stored, ...waiting].filter(({ id }) => !over.has(id)).sort((a, b) => a.at - b.at);
    },
    /** What the message said before, the newest first; of very many the last ones. */
    versions(conversation: string, target: number): MessageVersion[] {
      const row = rows.message(conversation, target);
      if (!row || row.deletedBy !== null) return [];
      const all = versions.all({ conversation, target, last: mostVersions + 1 });
      const waiting = pending.aimed(conversation).get(target) ?? [];
      const shown = waiting.some(
        ({ name, state }) => name === 'message.edit' && state !== 'failed',
      );
      return (shown ? all : all.slice(1)).slice(0, mostVersions);
    },
  };
}

const nameOf = ({ conversation, seq }: Place): string => `${conversation}/${seq}`;
const codeOf = (code: string): ErrorCode => errorCodes.find((one) => one === code) ?? 'INTERNAL';
