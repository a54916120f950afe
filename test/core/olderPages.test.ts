// Looking for what is older: fetched until a page shows something, and an honest answer when none does.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RunDatabase } from '../../src/core/db/thread.ts';
import { createPages } from '../../src/core/pages.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { channelOf, createLog, openHistory } from '../support/history.ts';

const [me, mara] = [randomUUID(), randomUUID()];
const end = Number.MAX_SAFE_INTEGER;

/** A thread at the beginning and `noise` reactions after it, of which only the last event is here. */
function begin(noise: number) {
  const { database } = openHistory(me, [mara]);
  const id = randomUUID();
  const log = createLog(id);
  log.say(mara, 'root');
  log.say(mara, 'reply', { thread: 1 });
  for (let turn = 0; turn < noise; turn++)
    log.add(mara, 'reaction.changed', { target: 1, emoji: '👍', on: turn % 2 === 0 });
  const head = log.events.length;
  const events = log.events.slice(-1);
  database.openConversation(channelOf({ id, members: [me, mara], head, events }));
  const line = { offline: false, asked: 0 };
  const db: RunDatabase = async (name, ...args) =>
    (database[name] as (...given: unknown[]) => never)(...args);
  const pages = createPages({
    db,
    log: () => undefined,
    async fetchOlder(conversation) {
      if (line.offline) throw new Refusal('OFFLINE', 'no line');
      line.asked++;
      const to = database.firstSeq(conversation) - 1;
      database.prepend(conversation, log.events.slice(Math.max(0, to - 2), to));
      return to > 0;
    },
  });
  return { pages, line, id };
}

test('what is older of a thread is fetched when it could not be at first', async () => {
  const { pages, line, id } = begin(9);
  line.offline = true;
  const opened = await pages.thread(id, 1, 10);
  expect(opened).toMatchObject({ root: null, rows: [], older: true });
  await expect(pages.threadOlder(id, 1, end, 10)).rejects.toMatchObject({ code: 'OFFLINE' });
  line.offline = false;
  const page = await pages.threadOlder(id, 1, end, 10);
  expect(page).toMatchObject({ rows: [{ text: 'reply', thread: 1 }], older: false });
});

test('what shows nothing is not fetched for ever, and said to go on', async () => {
  const { pages, line, id } = begin(100);
  const ways = [() => pages.threadOlder(id, 1, end, 10), () => pages.older(id, end, 10)];
  for (const older of ways) {
    const before = line.asked;
    expect(await older()).toMatchObject({ rows: [], older: true });
    expect(line.asked - before).toBeLessThan(30);
  }
});
