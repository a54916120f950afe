// The log is the truth: whatever happened, the tables are what its events make of them, one by one (I6).
import { join as joinPath } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { project } from '../../server/execute.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import type { WriteCommand } from '../../server/store/store.ts';
import { createTx } from '../../server/store/sqlite/transaction.ts';
import { known, WireEvent } from '../../src/shared/events.ts';
import { create, enter, join, leave } from './contract/driver.ts';
import { act } from './contract/personal.ts';
import { createRandom, type Random } from '../support/random.ts';
import { testFolder } from '../support/folder.ts';

const tables = [
  'conversation',
  'stay',
  'reaction',
  'pin',
  'acknowledgement',
  'personal',
  'schedule',
];
/** The fields of a text of JSON, in whatever order it has them. */
const fields = (json: unknown): string[] =>
  Object.entries(JSON.parse(String(json)) as object)
    .map((field) => JSON.stringify(field))
    .toSorted();

const dump = (db: Database.Database): Record<string, string[]> =>
  Object.fromEntries(
    tables.map((table) => [
      table,
      db
        .prepare<[], object>(`SELECT * FROM ${table}`)
        .all()
        .map((row) => JSON.stringify('input' in row ? { ...row, input: fields(row.input) } : row))
        .toSorted(),
    ]),
  );

/** A few people in a few channels, who do whatever comes to mind; much of it is refused. */
function crowd(random: Random) {
  const [owner, ...others] = ['Ann', 'Bob', 'Cid', 'Dan'].map((name) => join(name));
  const people = [owner, ...others].flatMap((one) => (one ? [one.args.id] : []));
  const rooms = ['one', 'two', 'three'].map((name, n) =>
    create(people[n] ?? '', name, undefined, {
      private: n === 1,
      posting: n === 2 ? 'admins' : 'everyone',
      members: people,
    }),
  );
  const deed = (): WriteCommand => {
    const [actor, user] = [random.pick(people), random.pick(people)];
    const conversation = random.pick(rooms).args.id;
    const at = { conversation, target: 2 + random.below(100) };
    const on = random.below(3) > 0;
    const say = (parts: object = {}) =>
      act('message.send', actor, { conversation, text: `words ${random.below(9)}`, ...parts });
    const seldom = (now: () => WriteCommand): WriteCommand => (random.below(8) > 0 ? say() : now());
    return random.pick<() => WriteCommand>([
      say,
      () => say({ thread: at.target }),
      () => say({ acknowledge: true }),
      () => say({ acknowledge: true }),
      () => act('message.edit', actor, { ...at, text: `other ${random.below(9)}` }),
      () => seldom(() => act('message.delete', actor, at)),
      () => act('reaction.set', actor, { ...at, emoji: random.pick(['🌱', '🌲']), on }),
      () => act('pin.set', actor, { ...at, on }),
      () => act('message.acknowledge', actor, at),
      () => act('message.acknowledge', actor, at),
      () => act('conversation.set', actor, { conversation, topic: `t${random.below(3)}` }),
      () => act('conversation.set', actor, { conversation, archived: random.below(20) === 0 }),
      () => act('member.add', actor, { conversation, users: [user] }),
      () => seldom(() => act('member.remove', actor, { conversation, user })),
      () => enter(actor, conversation),
      () => seldom(() => leave(actor, conversation)),
      () => act('saved.set', actor, { ...at, on }),
      () => act('preference.set', actor, { conversation, favourite: on }),
      () => act('message.schedule', actor, { conversation, text: 'later', at: Date.now() + 9e6 }),
      () => act('group.open', actor, { users: people.slice(random.below(2)) }),
    ])();
  };
  return { founding: [owner, ...others, ...rooms].flatMap((one) => one ?? []), deed };
}

test.each([1, 2, 3])('after whatever happened (%i)', async (seed) => {
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
  const { founding, deed } = crowd(createRandom(seed));
  const { outcomes } = await store.commit(founding);
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  const done = await store.commit(Array.from({ length: 1500 }, deed));
  const codes = done.outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
  expect(codes).not.toContain('INTERNAL');
  expect(new Set(done.events.map(({ type }) => type)).size).toBeGreaterThan(10);
  await store.close();

  const db = new Database(joinPath(folder, 'team.db'));
  onTestFinished(() => void db.close());
  const before = dump(db);
  for (const [table, rows] of Object.entries(before)) {
    expect([table, rows.length > 0]).toEqual([table, true]);
    db.exec(`DELETE FROM ${table}`);
  }
  const log = db.prepare<[], { body: string }>('SELECT * FROM log ORDER BY pos').all();
  const tx = createTx(db);
  for (const row of log) {
    const event = known(WireEvent.parse({ ...row, body: JSON.parse(row.body) }));
    if (!event) throw new Error('an event that this version does not know');
    await project(tx, event);
  }
  expect(dump(db)).toEqual(before);
  expect(db.prepare<[], { body: string }>('SELECT * FROM log ORDER BY pos').all()).toEqual(log);
});
