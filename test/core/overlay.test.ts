// What was done to messages ends the same whatever order it is heard in (delivery.md rule 6).
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/core/db/database.ts';
import { createIntake } from '../../src/core/db/intake.ts';
import { historyDatabase } from '../../src/core/db/schema.ts';
import { openDatabase as openFile, openReader } from '../../src/node/openDatabase.ts';
import type { WireEvent } from '../../src/shared/events.ts';
import { testFolder } from '../support/folder.ts';
import { channelOf, createLog, openHistory, rowAt } from '../support/history.ts';
import { createRandom, type Random } from '../support/random.ts';

const [me, mara, wei] = [randomUUID(), randomUUID(), randomUUID()];
const channel = randomUUID();
const emoji = ['👍', '🎉', '👩‍💻'];
const folds =
  'edit deletion reaction pin acknowledgement thread preference saved thread_read schedule'.split(
    ' ',
  );

/** A log in which everything happens to everything, also what no server would allow. */
function randomLog(random: Random) {
  const log = createLog(channel);
  const own = createLog(me, 1_000_000);
  const person = (): string => random.pick([me, mara, wei]);
  const chance = (of: number): boolean => random.below(of) === 0;
  const seq = (): number => 1 + random.below(log.events.length + 2);
  const messages = (): number[] =>
    log.events.filter(({ type }) => type === 'message.created').map((event) => event.seq);
  const roots = (): number[] =>
    messages().filter((one) => log.events[one - 1]?.body['thread'] === undefined);
  log.add(mara, 'conversation.created', { kind: 'channel', name: 'x', topic: '', members: [] });
  log.say(mara, 'first');
  const things: (() => void)[] = [
    () => {
      const thread = chance(2) ? { thread: random.pick(roots()) } : {};
      log.say(person(), `text ${log.events.length}`, {
        mentions: chance(3) ? [random.pick([me, mara, 'here'])] : [],
        ...(chance(3) && { reply: seq() }),
        ...thread,
        ...('thread' in thread && chance(3) && { broadcast: true }),
        ...(chance(4) && { acknowledge: true }),
      });
    },
    () =>
      log.add(person(), 'message.edited', {
        target: seq(),
        text: `edited ${log.events.length}`,
        mentions: chance(2) ? [me] : [],
      }),
    () => chance(3) && log.add(person(), 'message.deleted', { target: seq() }),
    () =>
      log.add(person(), 'reaction.changed', {
        target: seq(),
        emoji: random.pick(emoji),
        on: chance(2),
      }),
    () => log.add(person(), 'pin.changed', { target: seq(), on: chance(2) }),
    () => log.add(person(), 'message.acknowledged', { target: seq() }),
    () => log.add(wei, 'poll.opened', { question: '?' }),
    () => own.add(me, 'saved.changed', { conversation: channel, target: seq(), on: chance(2) }),
    () => own.add(me, 'preference.changed', { conversation: channel, favourite: chance(2) }),
    () => own.add(me, 'preference.changed', { conversation: channel, unreadFrom: seq() }),
    () => {
      const schedule = { id: randomUUID(), conversation: channel, text: 'later', at: 5 };
      own.add(me, 'schedule.added', { schedule });
      own.add(me, 'schedule.failed', { schedule: schedule.id, code: 'FORBIDDEN' });
      if (chance(2)) own.add(me, 'schedule.ended', { schedule: schedule.id, how: 'sent' });
    },
    () => own.add(me, 'thread.read', { conversation: channel, thread: seq(), seq: seq() }),
  ];
  for (let index = 0; index < 120; index++) random.pick(things)();
  return { events: log.events, own: own.events };
}

/** The log as the server gives it to who comes later: what was deleted has lost its words. */
function scrubbed(events: WireEvent[]): WireEvent[] {
  const isMessage = (seq: unknown): boolean => events[Number(seq) - 1]?.type === 'message.created';
  const gone = new Set(
    events
      .filter(({ type, body }) => type === 'message.deleted' && isMessage(body['target']))
      .map(({ body }) => body['target']),
  );
  return events.map((event) => {
    const { type, seq, body } = event;
    if (type === 'message.created' && gone.has(seq))
      return { ...event, body: { ...body, text: '', mentions: [], deleted: true } };
    if (type === 'message.edited' && gone.has(body['target']))
      return { ...event, body: { ...body, text: '', mentions: [] } };
    return event;
  });
}

/** The same of one's own log: what was sent or cancelled has lost its words. */
function ended(own: WireEvent[]): WireEvent[] {
  const over = own
    .filter(({ type }) => type === 'schedule.ended')
    .map(({ body }) => body['schedule']);
  return own.map((event) => {
    const schedule = event.body['schedule'] as { id?: string };
    return event.type === 'schedule.added' && over.includes(schedule.id)
      ? { ...event, body: { schedule: { ...schedule, text: '' } } }
      : event;
  });
}

function open(folder: string): Database {
  return openDatabase(folder, me);
}

/** Everything that follows from the log, and the log itself. */
function dump(path: string) {
  const db = openReader(path);
  try {
    const tables = folds.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()] as const);
    const events = db
      .prepare<[], { body: string }>(
        `SELECT conversation, seq, author, type, body, weight, shown, thread, reply, part, gone
         FROM event ORDER BY conversation, seq`,
      )
      .all()
      .map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }));
    return { ...Object.fromEntries(tables), events };
  } finally {
    db.close();
  }
}

/** What the window would show of it. */
function shown(database: Database, events: WireEvent[]) {
  return {
    timeline: database.latest(channel, 1000).rows,
    threads: events.map(({ seq }) => {
      const { rows, root, readSeq } = database.openThread(channel, seq, 1000);
      return { rows, root, readSeq };
    }),
    mine: database.threads(),
    saved: database
      .saved()
      .map(({ key }) => key)
      .sort(),
    pins: database.pins(channel),
    mentions: database.mentions(),
    row: database.conversation(channel),
    scheduled: database.scheduled(),
  };
}

/** Opens a first page from the end, and lets the rest come in from behind. */
function fillBehind(
  database: Database,
  pages: Random,
  { events, own }: ReturnType<typeof randomLog>,
) {
  const cut = {
    channel: pages.below(Math.max(1, events.length)),
    own: pages.below(Math.max(1, own.length)),
  };
  database.takeSnapshot(
    [],
    [
      channelOf({ id: channel, members: [me, mara, wei], events: events.slice(cut.channel) }),
      channelOf({ id: me, kind: 'personal', members: [me], events: own.slice(cut.own) }),
    ],
    { first: true, state: { epoch: randomUUID(), cursor: 0 } },
  );
  for (const [id, log, last] of [
    [channel, events, cut.channel],
    [me, own, cut.own],
  ] as const)
    for (let end = last; end > 0;) {
      const start = Math.max(0, end - 1 - pages.below(20));
      database.prepend(id, log.slice(start, end));
      end = start;
    }
}

test.each(Array.from({ length: 12 }, () => Math.floor(Math.random() * 2 ** 31)))(
  'live, as a snapshot with history behind it, and in any order at all: the same (seed %i)',
  (seed) => {
    const random = createRandom(seed);
    const log = randomLog(random);
    const states = [];
    for (const way of ['live', 'behind', 'behind, scrubbed'] as const) {
      const folder = testFolder();
      const database = open(folder);
      if (way === 'live') {
        const empty = { events: [] as WireEvent[], own: [] as WireEvent[] };
        fillBehind(database, random, empty);
        database.apply([...log.events, ...log.own], null);
      } else
        fillBehind(
          database,
          random,
          way === 'behind' ? log : { events: scrubbed(log.events), own: ended(log.own) },
        );
      const rows = shown(database, log.events);
      database.close();
      states.push({ rows, ...dump(join(folder, 'history.db')) });
    }
    const path = join(testFolder(), 'history.db');
    const file = openFile(path, historyDatabase);
    const intake = createIntake(file, me);
    const rest = [...log.events, ...log.own];
    while (rest.length > 0)
      for (const event of rest.splice(random.below(rest.length), 1)) intake.store(event);
    file.close();
    const [live, ...others] = states;
    for (const other of others) expect(other).toEqual(live);
    const { rows: _rows, ...tables } = live ?? {};
    expect(dump(path)).toEqual(tables);
  },
);

test('a deletion takes the words out of the file, of the message and of its edits, whichever came first', () => {
  const { database, log, receive, channel: id, folder } = openHistory(me, [mara]);
  log.say(mara, 'a secret');
  log.add(mara, 'message.edited', { target: 1, text: 'still secret', mentions: [] });
  receive();
  expect(rowAt(database, id, 1)).toMatchObject({ text: 'still secret', editedAt: 2000 });
  expect(database.versions(id, 1)).toEqual([{ at: 1000, text: 'a secret' }]);
  log.add(mara, 'message.deleted', { target: 1 });
  // What no server would send: an edit after the deletion.
  log.add(mara, 'message.edited', { target: 1, text: 'secret again', mentions: [me] });
  receive();
  expect(rowAt(database, id, 1)).toMatchObject({ text: '', deletedBy: mara, editedAt: null });
  expect(database.versions(id, 1)).toEqual([]);
  expect(database.conversation(id)).toMatchObject({ unread: 0, mentions: 0 });
  database.close();
  expect(JSON.stringify(dump(join(folder, 'history.db')))).not.toContain('secret');
});

test('five thousand reactions to one message are counted, and some are named', () => {
  const { database, log, receive, channel: id } = openHistory(me, [mara]);
  log.say(mara, 'well?');
  const crowd = Array.from({ length: 5000 }, () => randomUUID());
  for (const user of crowd) log.add(user, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  log.add(me, 'reaction.changed', { target: 1, emoji: '👍', on: true });
  log.add(crowd[0] ?? '', 'reaction.changed', { target: 1, emoji: '👍', on: false });
  log.say(mara, 'next');
  receive();
  expect(rowAt(database, id, 1).reactions).toEqual([
    { emoji: '👍', count: 5000, users: crowd.slice(1, 31), mine: true },
  ]);
  // A page passes over all that happened in between.
  expect(database.latest(id, 2).rows.map(({ seq }) => seq)).toEqual([1, 5004]);
});

test('what happens to an unknown message waits for it', () => {
  const { database, log, receive, channel: id } = openHistory(me, [mara]);
  log.add(mara, 'reaction.changed', { target: 2, emoji: '🎉', on: true });
  receive();
  log.say(mara, 'late');
  receive();
  expect(rowAt(database, id, 2).reactions).toMatchObject([{ emoji: '🎉', count: 1 }]);
});

test('a message of a newer form may be edited, and loses its words when it is deleted', () => {
  const { database, log, receive, channel: id, folder } = openHistory(me, [mara]);
  log.add(mara, 'message.created', { blocks: ['a secret'] });
  log.add(mara, 'message.edited', { target: 1, text: 'plain', mentions: [me] });
  receive();
  expect(database.latest(id, 10).rows).toMatchObject([{ kind: 'note', note: 'unsupported' }]);
  log.add(mara, 'message.deleted', { target: 1 });
  receive();
  expect(rowAt(database, id, 1)).toMatchObject({ text: '', deletedBy: mara });
  database.close();
  expect(JSON.stringify(dump(join(folder, 'history.db')))).not.toContain('secret');
});

test('of a message that was edited without end only the last texts are asked for', () => {
  const { database, log, receive, channel: id } = openHistory(me, [mara]);
  log.say(mara, 'text 0');
  for (let n = 1; n <= 300; n++)
    log.add(mara, 'message.edited', { target: 1, text: `text ${n}`, mentions: [] });
  receive();
  const versions = database.versions(id, 1);
  expect(versions).toHaveLength(100);
  expect(versions[0]?.text).toBe('text 299');
});
