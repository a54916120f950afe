// A team from before messages could be changed: `fixtures/version2.db` was written by that version's
// server. What its log says and what its tables hold must be the same afterwards.
import { copyFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import { serverDatabase } from '../../server/store/sqlite/migrations.ts';
import { createDue } from '../../server/store/sqlite/personal.ts';
import { openSqliteStore } from '../../server/store/sqlite/store.ts';
import { type Db, openDatabase } from '../../src/node/openDatabase.ts';
import { known, type LogEvent, WireEvent } from '../../src/shared/events.ts';
import { testFolder } from '../support/folder.ts';

const person = (n: number): string => `019a0000-0000-7000-8000-00000000000${n}`;
const [mara, jon, ines, wei] = [person(1), person(2), person(3), person(4)] as const;
const everybody = [mara, jon, ines, wei];
const garden = '019a0000-0000-7000-8000-0000000000a1';
/** The newest position that the old server gave. */
const oldHead = 18;

function oldFolder(): string {
  const folder = testFolder();
  copyFileSync(new URL('fixtures/version2.db', import.meta.url), joinPath(folder, 'team.db'));
  return folder;
}

function migrated(): Db {
  const db = openDatabase(joinPath(oldFolder(), 'team.db'), serverDatabase);
  onTestFinished(() => void db.close());
  return db;
}

const logOf = (db: Db): LogEvent[] =>
  db
    .prepare<[], { body: string }>('SELECT * FROM log ORDER BY pos')
    .all()
    .map((row) => {
      const event = known(WireEvent.parse({ ...row, body: JSON.parse(row.body) }));
      if (!event) throw new Error('an event that this version does not know');
      return event;
    });

/** What the log makes of the conversations and of who was in them when. */
function foldOf(log: LogEvent[], team: string) {
  const conversations = new Map<string, object>();
  const stays: { user: string; conversation: string; from_pos: number; to_pos: number | null }[] =
    [];
  const begin = (user: string, { conversation, pos }: LogEvent): void =>
    void stays.push({ user, conversation, from_pos: pos, to_pos: null });
  for (const event of log) {
    const { conversation, author, pos } = event;
    if (event.type === 'conversation.created') {
      const { kind, name, topic, members } = event.body;
      const creator = author === team ? null : author;
      const rest = { private: 0, posting: 'everyone', archived: 0, creator };
      conversations.set(conversation, { id: conversation, kind, name, topic, ...rest });
      for (const user of members) begin(user, event);
    }
    if (event.type === 'member.joined') begin(event.body.user, event);
    if (event.type === 'person.joined') begin(event.body.person.id, event);
    if (event.type !== 'member.left') continue;
    const stay = stays.findLast(
      (one) => one.user === event.body.user && one.conversation === conversation,
    );
    if (stay) stay.to_pos = pos;
  }
  return { conversations: [...conversations.values()], stays };
}

const sorted = (rows: readonly unknown[]): string[] =>
  rows.map((row) => JSON.stringify(row)).toSorted();

test('the tables are what the log makes of them', () => {
  const db = migrated();
  const log = logOf(db);
  const team = log[0]?.conversation ?? '';
  const { conversations, stays } = foldOf(log, team);
  const columns = 'id, kind, name, topic, private, posting, archived, creator';
  expect(sorted(db.prepare(`SELECT ${columns} FROM conversation`).all())).toEqual(
    sorted(conversations),
  );
  expect(conversations).toContainEqual(expect.objectContaining({ id: garden, creator: jon }));
  expect(conversations).toContainEqual(
    expect.objectContaining({ name: 'general', kind: 'channel', creator: null }),
  );
  expect(sorted(db.prepare('SELECT user, conversation, from_pos, to_pos FROM stay').all())).toEqual(
    sorted(stays),
  );
  expect(log.map(({ pos }) => pos)).toEqual(log.map((_, n) => n + 1));
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('everybody has a conversation of their own, also guests and who was shut out', () => {
  const made = logOf(migrated()).filter(({ pos }) => pos > oldHead);
  expect(made.map(({ conversation, seq, author, id }) => [conversation, seq, author, id])).toEqual(
    everybody.map((user) => [user, 1, user, null]),
  );
  for (const { type, body, conversation } of made)
    expect({ type, body }).toEqual({
      type: 'conversation.created',
      body: { kind: 'personal', name: '', topic: '', members: [conversation] },
    });
});

test('what waits to be sent is found in its order, past all that failed', () => {
  const db = migrated();
  const plan = db
    .prepare<number[], { detail: string }>(`EXPLAIN QUERY PLAN ${createDue(db).source}`)
    .all(1)
    .map(({ detail }) => detail);
  expect(plan).toEqual(['SCAN schedule USING INDEX schedule_at']);
  const index = db.prepare('SELECT partial FROM pragma_index_list(?) WHERE name = ?').pluck();
  expect(index.get('schedule', 'schedule_at')).toBe(1);
});

test('somebody whose id a channel has taken keeps nobody from opening the team', () => {
  const folder = oldFolder();
  const path = joinPath(folder, 'team.db');
  const old = openDatabase(path, {
    ...serverDatabase,
    migrations: serverDatabase.migrations.slice(0, 2),
  });
  old.prepare('UPDATE log SET conversation = ? WHERE conversation = ?').run(wei, garden);
  old.prepare('UPDATE conversation SET id = ? WHERE id = ?').run(wei, garden);
  old.close();
  const db = openDatabase(path, serverDatabase);
  onTestFinished(() => void db.close());
  const kinds = db.prepare('SELECT kind FROM conversation WHERE id = ?').pluck();
  expect([mara, jon, ines, wei].map((id) => kinds.get(id))).toEqual([
    'personal',
    'personal',
    'personal',
    'channel',
  ]);
});

test('goes on where it was, and those who were connected get what is theirs', async () => {
  const store = await openSqliteStore({
    folder: oldFolder(),
    team: 'Ignored',
    worker: new URL('../../server/store/worker.ts', import.meta.url),
    onCrash: (error) => {
      throw error;
    },
  });
  onTestFinished(() => store.close());
  expect(store.head).toBe(oldHead + everybody.length);
  const pull = { after: oldHead, limit: 500 };
  const { events } = await store.read('sync.pull', mara, pull);
  expect(events.map(({ conversation }) => conversation)).toEqual([mara]);
  const { people, conversations } = await store.read('sync.snapshot', jon, { page: undefined });
  expect(people).toHaveLength(everybody.length);
  for (const one of people)
    expect(one).toMatchObject({ status: null, dndUntil: null, receipts: true });
  const found = Object.fromEntries(conversations.map(({ kind, ...rest }) => [kind, rest]));
  expect(found['personal']).toMatchObject({ id: jon, members: [jon], head: 1, read: 1 });
  expect(found['direct']).toMatchObject({ private: false, posting: 'everyone', archived: false });
  const { outcomes } = await store.commit([
    {
      name: 'message.edit',
      actor: jon,
      args: { id: uuidv7(), conversation: garden, target: 3, text: 'the beans are up' },
    },
  ]);
  expect(outcomes).toEqual([
    { ok: true, value: expect.objectContaining({ conversation: garden, seq: 7, pos: 23 }) },
  ]);
});
