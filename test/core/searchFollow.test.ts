// The index follows the history, whatever happens to messages and to either file.
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { searchWorld } from '../support/searchWorld.ts';

test('an edited message is found by what it says now, and no more by what it said', () => {
  const world = searchWorld();
  const seq = world.said('the ferry leaves at nine');
  expect(world.finds('ferry')).toHaveLength(1);
  const edit = (text: string): number =>
    world.happens({ target: seq, text, mentions: [] }, { type: 'message.edited' });
  edit('the boat leaves at nine');
  expect(world.finds('ferry')).toEqual([]);
  edit('the ship leaves at nine');
  expect(world.finds('boat')).toEqual([]);
  expect(world.finds('ship')).toEqual(['the ship leaves at nine']);
});

test('a deleted message is not found, and the index forgets it', () => {
  const world = searchWorld();
  const seq = world.said('a secret word');
  world.said('another word');
  expect(world.finds('secret')).toHaveLength(1);
  world.happens({ target: seq }, { type: 'message.deleted' });
  expect(world.all('secret')).toEqual([]);
  expect(world.finds('word')).toEqual(['another word']);
  // Late news of it change nothing.
  world.happens({ target: seq, emoji: '👍', on: true }, { type: 'reaction.changed' });
  expect(world.finds('has:reaction')).toEqual([]);
  // And no document holds it any more.
  const index = new Sqlite(world.indexPath, { readonly: true });
  expect(index.prepare(`SELECT rowid FROM gram WHERE gram MATCH '"sec"'`).all()).toEqual([]);
  expect(index.prepare('SELECT count(*) AS n FROM doc').get()).toEqual({ n: 1 });
  index.close();
});

test('what was taken back leaves the file as well', () => {
  const world = searchWorld();
  for (let n = 0; n < 30; n++) world.said(`tide ${n}`);
  const seq = world.said('qqzzjj');
  world.follow();
  world.happens({ target: seq }, { type: 'message.deleted' });
  world.follow();
  world.engine.close();
  const index = new Sqlite(world.indexPath, { readonly: true });
  const left = index.prepare(
    `SELECT count(*) FROM gram_data WHERE instr(block, CAST('zzj' AS BLOB))`,
  );
  expect(left.pluck().get()).toBe(0);
  index.close();
  expect(world.finds('tide')).toHaveLength(30);
});

test('what has only just come is found at once', () => {
  const world = searchWorld();
  world.said('tide 1');
  world.follow();
  world.said('tide 2');
  // Nobody has told the index to follow.
  expect(world.engine.find({ query: 'tide', next: null, limit: 9 })).toMatchObject({
    found: [{ seq: 2 }, { seq: 1 }],
    missing: 0,
  });
});

test('nothing in the file of the index can be read as a text', () => {
  const world = searchWorld();
  world.said('unmistakable');
  world.follow();
  world.engine.close();
  const index = new Sqlite(world.indexPath, { readonly: true });
  expect(index.serialize().includes('unmistakable')).toBe(false);
  index.close();
});

test('older history that comes later stands where it belongs, with what happened to it', () => {
  const world = searchWorld();
  const { lunch, snapshot, event } = world;
  const old = [1, 2, 3].map((seq) =>
    event({ text: `old tide ${seq}`, mentions: [] }, { conversation: lunch, seq, pos: seq * 10 }),
  );
  const newer = [
    event(
      { target: 2, text: 'edited tide 2', mentions: [] },
      { conversation: lunch, seq: 4, pos: 50, type: 'message.edited' },
    ),
    event({ target: 1 }, { conversation: lunch, seq: 5, pos: 60, type: 'message.deleted' }),
    event({ text: 'new tide 6', mentions: [] }, { conversation: lunch, seq: 6, pos: 70 }),
  ];
  world.database.openConversation(
    snapshot(lunch, 'lunch-plans', { head: 6, events: newer }) as never,
  );
  world.said('general tide', { pos: 25 });
  expect(world.finds('tide')).toEqual(['new tide 6', 'general tide']);
  world.database.prepend(lunch, old);
  expect(world.finds('tide')).toEqual([
    'new tide 6',
    'old tide 3',
    'general tide',
    'edited tide 2',
  ]);
  expect(world.finds('old')).toEqual(['old tide 3']);
});

test('an index that is begun late takes the newest first, and says how much is missing', () => {
  const world = searchWorld();
  const events = Array.from({ length: 2500 }, (_, n) =>
    world.event({ text: `tide ${n}`, mentions: [] }),
  );
  world.database.apply(events, 2500);
  world.engine.follow();
  const { found, missing } = world.engine.find({ query: 'tide', next: null, limit: 1 });
  expect(found[0]?.seq).toBe(2500);
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(2500);
  // What is new does not wait for what is old.
  world.said('the newest tide');
  world.engine.follow();
  expect(world.all('newest')).toHaveLength(1);
  expect(world.finds('tide')).toHaveLength(2501);
  expect(world.engine.find({ query: 'tide', next: null, limit: 1 }).missing).toBe(0);
});

test('only where the person is; archived conversations too', () => {
  const world = searchWorld();
  const { me, wei, lunch } = world;
  world.said('tide here');
  world.said('tide there', { conversation: lunch });
  world.happens(
    { name: 'general', topic: '', posting: 'everyone', archived: true, changed: ['archived'] },
    { type: 'conversation.changed' },
  );
  expect(world.finds('tide')).toEqual(['tide there', 'tide here']);
  world.happens({ user: me }, { conversation: lunch, type: 'member.left', author: wei });
  expect(world.finds('tide')).toEqual(['tide here']);
  expect(world.finds('tide', lunch)).toEqual([]);
});

test('a forwarded text is found, and a name that people carry by now', () => {
  const world = searchWorld();
  const { wei, general } = world;
  const forwarded = { conversation: general, seq: 1, author: wei, at: 0, text: 'quoted words' };
  world.said('look at this', { body: { forwarded } });
  expect(world.finds('quoted')).toEqual(['look at this quoted words']);
});

test('it goes on where it stopped', () => {
  const world = searchWorld();
  world.said('tide 1');
  world.follow();
  world.reopen();
  expect(world.engine.find({ query: 'tide', next: null, limit: 9 })).toMatchObject({ missing: 0 });
  world.said('tide 2');
  expect(world.finds('tide')).toEqual(['tide 2', 'tide 1']);
});

test('another history in the same place is indexed anew', () => {
  const world = searchWorld();
  world.said('from before');
  expect(world.finds('before')).toHaveLength(1);
  // The server came back from a backup.
  world.engine.close();
  world.database.follow(0);
  expect(world.finds('before')).toEqual([]);
  world.sync();
  world.said('from after', { seq: 1 });
  expect(world.finds('from')).toEqual(['from after']);
});

test('a first sync that is begun again', () => {
  const world = searchWorld();
  for (let n = 0; n < 5; n++) world.said(`tide ${n}`);
  expect(world.finds('tide')).toHaveLength(5);
  world.sync(world.database.syncState().epoch ?? '');
  expect(world.finds('tide')).toEqual([]);
  for (let seq = 1; seq < 7; seq++) world.said(`other tide ${seq}`, { seq });
  expect(world.finds('tide')).toHaveLength(6);
});

test.each<[how: string, harm: (path: string) => void]>([
  ['gone', (path) => rmSync(path)],
  ['no database', (path) => writeFileSync(path, 'x'.repeat(8192))],
  ['cut off', (path) => truncateSync(path, 4096)],
])('an index that is %s is made anew', (_how, harm) => {
  const world = searchWorld();
  world.said('tide');
  world.follow();
  world.engine.close();
  harm(world.indexPath);
  expect(world.finds('tide')).toEqual(['tide']);
});

test('an index that turns out damaged while searching is set aside and made anew', () => {
  const world = searchWorld();
  for (let n = 0; n < 200; n++) world.said(`tide ${n}`);
  world.follow();
  world.engine.close();
  const bytes = readFileSync(world.indexPath);
  // All but what is read at opening.
  bytes.fill(0x5a, bytes.length >> 1);
  writeFileSync(world.indexPath, bytes);
  expect(world.finds('tide')).toHaveLength(200);
  expect(readdirSync(world.folder).some((name) => name.startsWith('search.db.damaged'))).toBe(true);
});

test('without a history there is nothing to find, and nothing is made', () => {
  const world = searchWorld();
  world.engine.close();
  world.database.close();
  rmSync(world.historyPath);
  expect(world.finds('tide')).toEqual([]);
  expect(existsSync(world.historyPath)).toBe(false);
});
