// What was deleted is in no byte of the server's files any more, however long it was and wherever it lay.
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import Database from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createForgetting } from '../../server/store/sqlite/forgetting.ts';
import { serverDatabase } from '../../server/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import type { WriteCommand } from '../../server/store/store.ts';
import { openDatabase } from '../../src/node/openDatabase.ts';
import { unwrap } from '../../src/shared/errors.ts';
import { limits } from '../../src/shared/entities.ts';
import { create, join, send } from './contract/driver.ts';
import { act } from './contract/personal.ts';
import { eventually } from '../support/eventually.ts';
import { testFolder } from '../support/folder.ts';

async function lab() {
  const folder = testFolder();
  const store = await openSqliteStore({
    folder,
    team: 'Lab',
    door: 'open',
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  onTestFinished(close);
  const commit = async (commands: WriteCommand[]) =>
    (await store.commit(commands)).outcomes.map((outcome) => unwrap(outcome) as { seq: number });
  const ann = join('Ann');
  const made = create(ann.args.id, 'room');
  await commit([ann, made]);
  /** Whether these bytes are in any file of the server's. */
  const holds = (text: string): boolean =>
    readdirSync(folder).some((file) => readFileSync(joinPath(folder, file)).includes(text));
  return { folder, ann: ann.args.id, conversation: made.args.id, commit, holds, close };
}

/** From one that shares its page with a hundred others to one that has pages of its own. */
const lengths = [30, 300, 3000, limits.textBytes];

test('a deleted message, its edits and what it passed on leave no byte behind', async () => {
  const { ann, conversation, commit, holds, close } = await lab();
  const filler = (n: number) =>
    send(ann, conversation, `keep ${n} `.padEnd(n % 7 === 0 ? 900 : 60, '.'));
  const secret = (what: string, length: number) =>
    `(${what} of ${length})`.padEnd(length, `${what}${length};`);
  const said: { seq: number; texts: string[] }[] = [];
  for (const [round, length] of lengths.entries()) {
    await commit(Array.from({ length: 200 }, (_, n) => filler(round * 200 + n)));
    const texts = [secret('first', length), secret('second', length), secret('third', length)];
    const [first = '', second = '', third = ''] = texts;
    const [{ seq } = { seq: 0 }] = await commit([send(ann, conversation, first)]);
    const edit = (text: string) => act('message.edit', ann, { conversation, target: seq, text });
    await commit([edit(second), filler(round), edit(third)]);
    const [forward = { seq: 0 }] = await commit([
      act('message.send', ann, { conversation, text: '', forward: { conversation, seq } }),
    ]);
    said.push({ seq: forward.seq, texts: [third] }, { seq, texts });
  }
  for (const { texts } of said)
    for (const text of texts) expect(holds(text.slice(0, 25))).toBe(true);
  await commit(said.map(({ seq }) => act('message.delete', ann, { conversation, target: seq })));
  const begins = said.flatMap(({ texts }) => texts.map((text) => text.slice(0, 25)));
  // Where the reading thread is at it, as soon as it is done.
  await eventually(() => expect(begins.filter(holds)).toEqual([]));
  // Nor any piece of a long one.
  for (const length of lengths) expect(holds(`third${length};third${length};`)).toBe(false);
  expect(holds('keep 799 ')).toBe(true);
  await close();
  for (const length of lengths) expect(holds(`first${length};`)).toBe(false);
});

test('while somebody reads, nobody waits, and it goes as soon as they are done', async () => {
  const { folder, ann, conversation, commit, holds } = await lab();
  const [{ seq } = { seq: 0 }] = await commit([send(ann, conversation, 'between us and the deep')]);
  const reader = reading(folder);
  await commit([act('message.delete', ann, { conversation, target: seq })]);
  // The reader's own view still has it: that is what it reads.
  expect(holds('between us and the deep')).toBe(true);
  reader.exec('COMMIT');
  await commit([send(ann, conversation, 'anything')]);
  expect(holds('between us and the deep')).toBe(false);
});

test('it goes also where nobody says anything more', async () => {
  const { folder, ann, conversation, commit, holds } = await lab();
  const [{ seq } = { seq: 0 }] = await commit([send(ann, conversation, 'the last word')]);
  const reader = reading(folder);
  await commit([act('message.delete', ann, { conversation, target: seq })]);
  expect(holds('the last word')).toBe(true);
  reader.exec('COMMIT');
  await eventually(() => expect(holds('the last word')).toBe(false));
});

describe('while somebody reads on and on', () => {
  const deletion = {
    pos: 1,
    conversation: uuidv7(),
    seq: 1,
    author: uuidv7(),
    at: 0,
    id: null,
    type: 'message.deleted',
    body: { target: 1 },
  };

  function busy() {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const folder = testFolder();
    const db = openDatabase(joinPath(folder, 'team.db'), serverDatabase);
    onTestFinished(() => void db.close());
    const forgetting = createForgetting(db);
    const reader = reading(folder);
    forgetting.after([deletion]);
    expect(vi.getTimerCount()).toBe(1);
    return { db, forgetting, reader };
  }

  test('it is not tried for ever, and again with the next commit', () => {
    const { forgetting } = busy();
    vi.advanceTimersByTime(600_000);
    expect(vi.getTimerCount()).toBe(0);
    forgetting.after([]);
    expect(vi.getTimerCount()).toBe(1);
  });

  test('it is given up when the store closes', () => {
    const { db, forgetting } = busy();
    forgetting.close();
    db.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10_000);
  });
});

/** Somebody who has begun to read and goes on until COMMIT. */
function reading(folder: string) {
  const reader = new Database(joinPath(folder, 'team.db'), { readonly: true });
  onTestFinished(() => void reader.close());
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM sqlite_schema').get();
  return reader;
}
