// What came while nobody was there is told of once: a real server and real cores.
import { expect, it } from 'vitest';
import { alertBoard } from '../support/alertBoard.ts';
import { pair, says } from '../support/alerted.ts';
import { newcomer, onCable, secondDevice } from '../support/person.ts';

it('tells once of all that was missed, and not of what was read elsewhere meanwhile', async () => {
  const { address, wei, direct, mara, general } = await pair();
  const board = alertBoard();
  const away = await onCable((connect) => newcomer(address, 'Noor', { alerts: board, connect }));
  const { conversation: noor } = await wei.call('direct.open', { user: await away.me() });
  await away.find('Wei');
  const laptop = await secondDevice(away);
  await away.unplug();
  await wei.tells(noor, 'one');
  await wei.tells(noor, 'two');
  await wei.tells(general, '@Noor three');
  await wei.tells(general, 'four');
  const { conversation: group } = await wei.call('group.open', {
    users: [await mara.me(), await away.me()],
  });
  const read = await wei.tells(group, 'five');
  await laptop.call('conversation.read', { conversation: group, seq: read });
  // Once a third computer knows of it, the server does.
  await (await secondDevice(laptop)).lists(group, { unread: 0 });
  await wei.tells(direct, 'not for Noor');
  await away.plug();
  await says(board, ['3 in 2']);
  expect(board.all).toHaveLength(1);

  // What comes now comes by itself, and what was missed goes when it is read.
  const last = await wei.tells(noor, 'six');
  await says(board, ['3 in 2', 'Wei: six']);
  await away.call('conversation.read', { conversation: noor, seq: last });
  await says(board, ['1 in 1']);
  expect(board.all.at(-1)).toMatchObject({ quiet: true, sound: false });
  const rows = await away.messages(general);
  await away.call('conversation.read', { conversation: general, seq: rows.at(-1)?.seq ?? 0 });
  await says(board, []);
});

it('tells a computer that is new of all that waits, threads and late calls among it', async () => {
  const { mara, wei, general, direct } = await pair();
  const root = await mara.tells(general, 'who takes it?');
  const called = await wei.tells(general, 'somebody should');
  await wei.tells(general, 'I do', { thread: root });
  const theirs = await wei.tells(general, 'of others');
  await wei.tells(general, 'not hers', { thread: theirs });
  await wei.call('message.edit', { conversation: general, target: called, text: '@Mara should' });
  await wei.tells(direct, 'hello');
  await wei.settled();
  await mara.settled();
  const board = alertBoard();
  await secondDevice(mara, { alerts: board });
  await says(board, ['3 in 2']);
  expect(board.all).toHaveLength(1);
});
