// What is told of by a notification, and when it goes: a real server and real cores, as people write.
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import type { CallInput } from '../../src/shared/api.ts';
import { alertBoard, type AlertBoard } from '../support/alertBoard.ts';
import { pair, says } from '../support/alerted.ts';
import { eventually } from '../support/eventually.ts';
import { joinAt, openPerson, ownedTeam, type Person, secondDevice } from '../support/person.ts';
import type { TestClient } from '../support/client.ts';

/** Tells of nothing that came before: this comes after it on the same way, and is told of. */
async function afterwards(from: Person, direct: string, board: AlertBoard): Promise<string[]> {
  await from.say(direct, 'the last');
  await eventually(() => expect(board.says().join()).toContain('the last'));
  return board.all.map(({ about }) =>
    about.kind === 'messages' ? (about.text ?? '') : about.kind,
  );
}

const looking = (more: Partial<CallInput<'attention.set'>>): CallInput<'attention.set'> => ({
  focused: true,
  team: null,
  conversation: null,
  thread: null,
  ...more,
});

it('tells of direct messages and mentions, and of nothing else in a channel', async () => {
  const { board, wei, general, direct } = await pair();
  await wei.tells(general, 'a word to all');
  await wei.tells(general, 'and **you**, @Mara?');
  await says(board, ['Wei in general: and you, @Mara?']);
  await wei.tells(direct, 'hello');
  await says(board, ['Wei in general: and you, @Mara?', 'Wei: hello']);
  await wei.tells(general, '@channel lunch');
  await says(board, ['Wei in general: @channel lunch (2)', 'Wei: hello']);
  expect(board.all.map(({ quiet }) => quiet)).not.toContain(true);
});

it('replaces what it tells, and takes it away when it is read here or elsewhere', async () => {
  const { board, mara, wei, direct } = await pair();
  const other = await secondDevice(mara);
  await wei.tells(direct, 'one');
  await says(board, ['Wei: one']);
  await wei.tells(direct, 'two');
  const last = await wei.tells(direct, 'three');
  await says(board, ['Wei: three (3)']);
  expect(new Set(board.all.map(({ key }) => key)).size).toBe(1);

  await other.call('conversation.read', { conversation: direct, seq: last });
  await says(board, []);
  const next = await wei.tells(direct, 'four');
  await says(board, ['Wei: four']);
  await mara.call('conversation.read', { conversation: direct, seq: next });
  await says(board, []);
});

it('corrects itself when a message is edited, and goes when it is deleted', async () => {
  const { board, wei, direct } = await pair();
  await wei.tells(direct, 'one');
  const target = await wei.tells(direct, 'tow');
  await says(board, ['Wei: tow (2)']);
  await wei.call('message.edit', { conversation: direct, target, text: 'two' });
  await says(board, ['Wei: two (2)']);
  expect(board.all.at(-1)).toMatchObject({ quiet: true, sound: false });
  await wei.call('message.delete', { conversation: direct, target });
  await says(board, ['Wei: one']);
  const [{ seq } = { seq: null }] = await wei.messages(direct);
  await wei.call('message.delete', { conversation: direct, target: seq ?? 0 });
  await says(board, []);
});

it('tells of an edit that calls somebody who was not called before, as long as it is unread', async () => {
  const { board, mara, wei, general, direct } = await pair();
  const edit = (target: number, text: string) =>
    wei.call('message.edit', { conversation: general, target, text });
  const asked = await wei.tells(general, 'who takes the rack?');
  await wei.tells(general, 'anybody?');
  await edit(asked, 'who takes the new rack?');
  await edit(asked, '@Mara takes the rack?');
  await says(board, ['Wei in general: @Mara takes the rack?']);
  expect(board.all).toHaveLength(1);
  expect(board.all[0]).toMatchObject({ quiet: false });
  // She is called already: it is corrected, and nothing rings for that.
  await edit(asked, '@Mara takes the rack!');
  await says(board, ['Wei in general: @Mara takes the rack!']);
  expect(board.all.at(-1)).toMatchObject({ quiet: true, sound: false });

  const last = await wei.tells(general, 'and the printer');
  await mara.lists(general, { lastAt: (await wei.row(general, last)).at });
  await mara.call('conversation.read', { conversation: general, seq: last });
  await says(board, []);
  const told = board.all.length;
  await edit(last, 'and the printer, @Mara');
  await wei.settled();
  await afterwards(wei, direct, board);
  expect(board.all.slice(told).map(({ about }) => about)).toMatchObject([{ text: 'the last' }]);
});

it("never tells of one's own messages, of what is muted, or of what somebody looks at", async () => {
  const { board, mara, wei, general, direct } = await pair();
  const other = await secondDevice(mara);
  await other.tells(direct, 'my own');
  const team = (await mara.state()).id;
  await mara.call('attention.set', looking({ team, conversation: general }));
  await wei.tells(general, '@Mara seen');
  await mara.call('attention.set', looking({ focused: false, team, conversation: general }));
  await mara.call('preference.set', { conversation: general, mutedUntil: Date.now() + 60_000 });
  await wei.tells(general, '@Mara muted');
  await mara.call('preference.set', { conversation: general, mutedUntil: null, notify: 'nothing' });
  await wei.tells(general, '@Mara nothing');
  expect(await afterwards(wei, direct, board)).toEqual(['the last']);
});

it('follows the level of a channel, keywords, and threads one takes part in', async () => {
  const { board, mara, wei, general, direct } = await pair();
  await mara.call('settings.set', { keywords: ['Rack'] });
  await wei.tells(general, 'the tracker is slow');
  await wei.tells(general, 'the rack is here');
  await says(board, ['Wei in general: the rack is here']);

  const root = await mara.tells(general, 'who takes it?');
  await wei.tells(general, 'I do', { thread: root });
  await says(board, ['Wei in general: I do (2)']);
  const theirs = await wei.tells(general, 'a thread of others');
  await wei.tells(general, 'aside', { thread: theirs });
  await mara.call('preference.set', { conversation: general, notify: 'all' });
  await mara.settled();
  await wei.tells(general, 'anything');
  await says(board, ['Wei in general: anything (3)']);
  await wei.tells(general, 'aside again', { thread: theirs });
  expect(await afterwards(wei, direct, board)).not.toContain('aside again');
});

it('is still while this person does not want to be disturbed, and in quiet hours', async () => {
  const { board, mara, wei, direct } = await pair();
  const reads = (text: string) =>
    eventually(async () => expect(await mara.texts(direct)).toContain(text));
  await mara.call('dnd.set', { until: Date.now() + 60_000 });
  await wei.tells(direct, 'busy');
  await reads('busy');
  // Whether it is told of is decided a moment after it came: that has passed, and what it asked is answered.
  const came = performance.now();
  await eventually(() => expect(performance.now() - came).toBeGreaterThan(500));
  for (let answers = 0; answers < 3; answers++) await reads('busy');
  await mara.call('dnd.set', { until: null });
  const minute = new Date().getHours() * 60 + new Date().getMinutes();
  const quietHours = { from: (minute + 1430) % 1440, to: (minute + 10) % 1440 };
  await mara.call('settings.set', { quietHours });
  await wei.tells(direct, 'at night');
  await reads('at night');
  await mara.call('settings.set', { quietHours: null });
  expect(await afterwards(wei, direct, board)).toEqual(['the last']);
});

it('tells as much as the settings say', async () => {
  const { board, mara, wei, direct, general } = await pair();
  await mara.call('settings.set', { notifyShows: 'name' });
  await wei.tells(direct, 'a secret');
  await says(board, ['Wei: ']);
  await mara.call('settings.set', { notifyShows: 'nothing' });
  await says(board, [': ']);
  await wei.tells(general, '@Mara a secret');
  await says(board, [': ', ': ']);
  expect(JSON.stringify(board.all)).not.toMatch(/secret/);
  expect(JSON.stringify([...board.now.values()])).not.toMatch(/Wei|general/);
  await mara.call('settings.set', { notify: false });
  await says(board, []);
});

it('is answered, marked as read and opened from where it stands', async () => {
  const { board, mara, wei, direct } = await pair();
  const opened: unknown[] = [];
  mara.on('opened', (link) => opened.push(link));
  await mara.call('app.boot');
  await wei.tells(direct, 'coming?');
  await says(board, ['Wei: coming?']);
  const [key = ''] = board.now.keys();
  await mara.answerAlert(key, { do: 'reply', text: 'on my way' });
  await says(board, []);
  await eventually(async () => expect(await wei.texts(direct)).toContain('on my way'));
  await mara.lists(direct, { unread: 0 });

  const seq = await wei.tells(direct, 'good');
  await says(board, ['Wei: good']);
  await mara.answerAlert(key, { do: 'open' });
  const team = (await mara.state()).id;
  expect(opened).toEqual([{ kind: 'message', team, conversation: direct, seq }]);
  await wei.tells(direct, 'bye');
  await says(board, ['Wei: bye']);
  await mara.answerAlert(key, { do: 'read' });
  await mara.lists(direct, { unread: 0 });
  // What cannot be sent stands in the composer.
  await mara.answerAlert(key, { do: 'reply', text: 'x'.repeat(20_000) });
  await mara.lists(direct, { hasDraft: true });
  expect(opened.at(-1)).toEqual({ kind: 'conversation', team, conversation: direct });
});

it.each(['dismiss', 'read'] as const)(
  'what came since it was told stays, and is told: %s',
  async (deed) => {
    const { board, mara, wei, direct } = await pair();
    // The second comes in the moment before it is told, wherever that is not over already.
    for (let round = 0; ; round++) {
      await wei.tells(direct, `first ${round}`);
      await eventually(() => expect(board.says().join()).toContain(`first ${round}`));
      const [key = ''] = board.now.keys();
      await wei.tells(direct, `second ${round}`);
      await eventually(async () => expect(await mara.texts(direct)).toContain(`second ${round}`));
      const told = board.says().join().includes('second');
      await mara.answerAlert(key, { do: deed });
      if (told) continue;
      await says(board, [`Wei: second ${round}`]);
      if (deed === 'read') await mara.lists(direct, { unread: 1 });
      return;
    }
  },
);

it('tells owners who waits at the door', async () => {
  const board = alertBoard();
  const { address, owner } = await ownedTeam({}, { alerts: board });
  const noor = await openPerson();
  await joinAt(noor, address, { name: 'Noor' });
  await says(board, ['Noor waits (1)']);
  const [request] = await owner.call('requests.list');
  await owner.call('request.answer', { request: request?.id ?? '', admit: true });
  await says(board, []);
  expect(board.all).toHaveLength(1);
});

it('a flood is told of once a second, and one for all where it comes from everywhere', async () => {
  const { server, board, mara } = await pair();
  const bots = await Promise.all(
    Array.from({ length: 15 }, (_unused, index) => server.member(`Bot ${index}`)),
  );
  const me = await mara.me();
  const began = performance.now();
  const [first] = bots;
  if (!first) throw new Error('nobody is there');
  const rooms = await Promise.all(
    bots.map(
      async (bot) => (await bot.ask('direct.open', { id: uuidv7(), user: me })).conversation,
    ),
  );
  const say = (bot: TestClient, room: number, text: string) =>
    bot.ask('message.send', { id: uuidv7(), conversation: rooms[room] ?? '', text });
  for (let round = 0; round < 20; round++)
    await Promise.all(
      Array.from({ length: 100 }, (_unused, index) => say(first, 0, `${round} ${index}`)),
    );
  await eventually(() => expect(board.says().join()).toContain('19 '));
  const seconds = (performance.now() - began) / 1000;
  expect(board.all.length).toBeLessThan(seconds + 3);
  await eventually(() => expect([...board.now.values()][0]?.about).toMatchObject({ count: 2000 }));

  await Promise.all(bots.map((bot, index) => say(bot, index, 'all at once')));
  await eventually(() => expect(board.says().join()).toMatch(/\d+ in \d+/));
  expect(board.now.size).toBeLessThanOrEqual(11);
});
