// The index itself: puts messages in, takes them out, and remembers how far it has followed the history.
import { crc32 } from 'node:zlib';
import type { Db } from '../../node/openDatabase.ts';
import { fold } from './fold.ts';
import { documentOf, marks } from './grams.ts';
import { createPurge } from './purge.ts';
import { indexForm } from './schema.ts';
import type { CurrentMessage } from './source.ts';

/** `top` and `bottom` are keys of the history's events: those above `bottom` up to `top` are indexed. */
export type Progress = {
  /** Whose history, and which. */
  history: string;
  top: number;
  bottom: number;
  /** The pos of the event at `top`, by which a history that was begun anew is told. */
  topPos: number;
};

export const flags = { link: 1, code: 2, mention: 4, thread: 8, edited: 16 } as const;
export type Flag = keyof typeof flags;
export const markKinds = ['reaction', 'pinned', 'saved'] as const;
export type MarkKind = (typeof markKinds)[number];

const dayMs = 86_400_000;
const linkShape = /\bhttps?:\/\/\S|\bwww\.\S|\bmailto:\S|\blanline:\/\//iu;
const codeShape = /`[^`\s][^`]*`|^```/mu;

export type Index = ReturnType<typeof createIndex>;

export function createIndex(db: Db) {
  const getMeta = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'progress'`).pluck();
  const putMeta = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('progress', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  const numbers = new Map<string, number>();
  const findNumber = db.prepare<[string], number>('SELECT number FROM name WHERE id = ?').pluck();
  const addName = db.prepare('INSERT INTO name (id) VALUES (?)');
  const purge = createPurge(db);
  const printOf = db.prepare<[number], number>('SELECT print FROM doc WHERE place = ?').pluck();
  const dropDoc = db.prepare('DELETE FROM doc WHERE place = ?');
  const dropGrams = db.prepare('DELETE FROM gram WHERE rowid = ?');
  const putDoc = db.prepare(
    `INSERT INTO doc (place, conversation, seq, author, at, flags, print)
     VALUES (:place, :conversation, :seq, :author, :at, :flags, :print)`,
  );
  const putGrams = db.prepare('INSERT INTO gram (rowid, text) VALUES (?, ?)');
  const putMark = db.prepare('INSERT OR IGNORE INTO mark (kind, place) VALUES (?, ?)');
  const dropMarks = db.prepare('DELETE FROM mark WHERE kind = ? AND place = ?');
  const putDay = db.prepare(
    `INSERT INTO day (day, first, last) VALUES (:day, :place, :place)
     ON CONFLICT DO UPDATE SET first = min(first, :place), last = max(last, :place)`,
  );

  const days = db.prepare<[number, number], { first: number | null; last: number | null }>(
    'SELECT min(first) AS first, max(last) AS last FROM day WHERE day BETWEEN ? AND ?',
  );

  function numberOf(id: string): number {
    const known = numbers.get(id) ?? findNumber.get(id);
    const number = known ?? Number(addName.run(id).lastInsertRowid);
    numbers.set(id, number);
    return number;
  }

  function remove(place: number): void {
    if (dropDoc.run(place).changes === 0) return;
    dropGrams.run(place);
    purge.gone();
  }

  function put(message: CurrentMessage): void {
    const place = -message.pos;
    for (const kind of markKinds) {
      if (message[kind] && message.text !== null) putMark.run(kind, place);
      else dropMarks.run(kind, place);
    }
    if (message.text === null) return remove(place);
    const { seq, at } = message;
    const [conversation, author] = [numberOf(message.conversation), numberOf(message.author)];
    const has = (Object.keys(flags) as Flag[]).filter((flag) => hasFlag(message, flag));
    const also = [marks.from(author), marks.in(conversation), ...has.map((flag) => marks[flag])];
    const document = documentOf(fold(message.text), also);
    // Most of what happens to a message leaves its text as it was.
    const print = crc32(document);
    if (printOf.get(place) === print) return;
    remove(place);
    const bits = has.reduce((sum, flag) => sum | flags[flag], 0);
    putDoc.run({ place, conversation, seq, author, at, flags: bits, print });
    putGrams.run(place, document);
    putDay.run({ day: Math.floor(at / dayMs), place });
  }

  return {
    db,
    put,
    purge: purge.step,
    /** Undefined for who and what has written nothing yet. */
    knownNumber: (id: string): number | undefined => numbers.get(id) ?? findNumber.get(id),
    /** The places of everything written on the days (of the whole world) between two times; undefined for nothing. */
    daysBetween(since: number, until: number): { first: number; last: number } | undefined {
      const { first = null, last = null } =
        days.get(Math.floor(since / dayMs), Math.floor(until / dayMs)) ?? {};
      return first === null || last === null ? undefined : { first, last };
    },
    progress(): Progress | undefined {
      const value = getMeta.get();
      if (value === undefined) return undefined;
      const { form, ...progress } = JSON.parse(value) as Progress & { form: number };
      return form === indexForm ? progress : undefined;
    },
    keep: (progress: Progress): void =>
      void putMeta.run(JSON.stringify({ form: indexForm, ...progress })),
    /** Forgets everything. */
    clear(): void {
      numbers.clear();
      for (const table of ['meta', 'name', 'doc', 'mark', 'day']) db.exec(`DELETE FROM ${table}`);
      db.exec(`INSERT INTO gram (gram) VALUES ('delete-all')`);
    },
    transaction: <T>(work: () => T): T => db.transaction(work).immediate(),
  };
}

function hasFlag(message: CurrentMessage, flag: Flag): boolean {
  if (flag === 'link') return linkShape.test(message.text ?? '');
  if (flag === 'code') return codeShape.test(message.text ?? '');
  return message[flag];
}
