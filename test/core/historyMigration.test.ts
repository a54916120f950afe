// Files of earlier versions: nothing is lost, and what was not understood then is now.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/core/db/database.ts';
import { historyDatabase } from '../../src/core/db/schema.ts';
import { type Db, openDatabase as openFile } from '../../src/node/openDatabase.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { testFolder } from '../support/folder.ts';
import { createLog, personOf, rowAt } from '../support/history.ts';

const [me, mara, team, channel] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

/** As the version before stored it. */
function store(db: Db, events: WireEvent[]): void {
  const insert = db.prepare(
    `INSERT INTO event (conversation, seq, pos, id, author, at, type, body, weight)
     VALUES (:conversation, :seq, :pos, :id, :author, :at, :type, :body, :weight)`,
  );
  for (const event of events)
    insert.run({
      ...event,
      body: JSON.stringify(event.body),
      weight: event.type === 'message.created' && event.author !== me ? 1 : 0,
    });
}

function fixture() {
  const folder = testFolder();
  const migrations = historyDatabase.migrations.slice(0, 2);
  const db = openFile(join(folder, 'history.db'), { ...historyDatabase, migrations });
  const log = createLog(channel);
  const people = createLog(team, 1000);
  log.add(mara, 'conversation.created', {
    kind: 'channel',
    name: 'general',
    topic: '',
    members: [],
  });
  log.add(me, 'member.joined', { user: me });
  log.say(mara, 'from before');
  people.add(mara, 'person.joined', { person: { id: mara } });
  // Kept, and not understood then.
  log.add(me, 'reaction.changed', { target: 3, emoji: '👍', on: true });
  log.add(mara, 'message.edited', { target: 3, text: 'edited', mentions: [me] });
  log.add(mara, 'poll.opened', { question: '?' });
  store(db, [...log.events, ...people.events]);
  const conversation = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, standing, first_seq, last_seq, read_seq)
     VALUES (?, ?, ?, '', 'member', 1, ?, 1)`,
  );
  conversation.run(channel, 'channel', 'general', log.events.length);
  conversation.run(team, 'team', '', people.events.length);
  db.prepare('INSERT INTO person (id, name, about, role, joined_at) VALUES (?, ?, ?, ?, 0)').run(
    mara,
    'Mara',
    '',
    'owner',
  );
  db.prepare('INSERT INTO meta VALUES (?, ?), (?, ?)').run('me', me, 'cursor', '77');
  db.close();
  return folder;
}

test('a history of the version before is opened whole, and what it did not understand is understood', () => {
  const folder = fixture();
  for (const _time of ['first', 'again']) {
    const database = openDatabase(folder, me);
    expect(database.takeNotices()).toEqual([]);
    expect(database.syncState().cursor).toBe(77);
    expect(database.latest(channel, 10).rows).toMatchObject([
      { kind: 'note', note: 'created' },
      { kind: 'note', note: 'joined' },
      { kind: 'message', text: 'edited', reactions: [{ emoji: '👍', users: [me] }] },
      { kind: 'note', note: 'unsupported' },
    ]);
    expect(database.conversation(channel)).toMatchObject({
      creator: mara,
      posting: 'everyone',
      private: false,
      archived: false,
      unread: 1,
      mentions: 1,
    });
    expect(database.people()).toMatchObject([{ name: 'Mara', status: null, receipts: true }]);
    database.close();
  }
});

test('what came with the team was made by nobody', () => {
  const folder = testFolder();
  const migrations = historyDatabase.migrations.slice(0, 2);
  const db = openFile(join(folder, 'history.db'), { ...historyDatabase, migrations });
  const log = createLog(channel);
  log.add(team, 'conversation.created', {
    kind: 'channel',
    name: 'general',
    topic: '',
    members: [],
  });
  store(db, log.events);
  const insert = db.prepare(
    `INSERT INTO conversation (id, kind, name, topic, standing, first_seq, last_seq)
     VALUES (?, ?, '', '', 'member', 1, 1)`,
  );
  insert.run(channel, 'channel');
  insert.run(team, 'team');
  db.close();
  const database = openDatabase(folder, me);
  onTestFinished(() => database.close());
  expect(database.conversation(channel)?.creator).toBeNull();
  expect(() => rowAt(database, channel, 1)).toThrow('no message');
});

test('programs that joined before they were told apart are told apart', () => {
  const folder = testFolder();
  const migrations = historyDatabase.migrations.slice(0, 3);
  const db = openFile(join(folder, 'history.db'), { ...historyDatabase, migrations });
  const robot = randomUUID();
  const people = createLog(team);
  people.add(mara, 'person.joined', { person: personOf({ id: mara, name: 'Mara' }) });
  people.add(mara, 'person.joined', { person: personOf({ id: robot, name: 'Robot', bot: true }) });
  store(db, people.events);
  const person = db.prepare(
    `INSERT INTO person (id, name, about, role, joined_at) VALUES (?, ?, '', 'member', 0)`,
  );
  person.run(mara, 'Mara');
  person.run(robot, 'Robot');
  db.close();
  const database = openDatabase(folder, me);
  onTestFinished(() => database.close());
  expect(database.people().map(({ name, bot }) => [name, bot])).toEqual([
    ['Mara', undefined],
    ['Robot', true],
  ]);
});
