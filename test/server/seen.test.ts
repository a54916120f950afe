// How far others have read, as it passes by: of those who show it, to those who show it.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import { MOST_READERS } from '../../server/domain/receipts.ts';
import type { TestClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { joinTeam, testServer } from '../support/server.ts';

const seen = (client: TestClient) =>
  client.signals.flatMap((signal) => (signal.type === 'seen' ? [signal] : []));
const say = (client: TestClient, conversation = client.general) =>
  client.ask('message.send', { id: uuidv7(), conversation, text: 'look' });
const show = (client: TestClient, on: boolean) => client.ask('receipts.set', { id: uuidv7(), on });
const read = (client: TestClient, seq: number, conversation = client.general) =>
  client.ask('conversation.read', { conversation, seq });

test('reading marks are gathered, and told once to those in the conversation', async () => {
  const server = await testServer();
  const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
  const [wei, eve] = [await server.member('Wei'), await server.member('Eve')];
  const { conversation } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
  for (const client of [jonas, wei])
    await client.ask('channel.join', { id: uuidv7(), conversation });
  const marks: number[] = [];
  for (let n = 0; n < 10; n++) marks.push((await say(mara, conversation)).seq);
  const [first = 0, last = 0] = [marks[0], marks.at(-1)];
  await Promise.all([
    ...marks.map((seq) => read(jonas, seq, conversation)),
    read(wei, first, conversation),
  ]);
  const expected = new Map([
    [jonas.id, last],
    [wei.id, first],
  ]);
  await eventually(() =>
    expect(new Map(seen(mara).flatMap((signal) => signal.seen))).toEqual(expected),
  );
  expect(seen(mara).length).toBeLessThan(marks.length / 2);
  expect(seen(mara).every((signal) => signal.conversation === conversation)).toBe(true);
  await eve.ask('link.ping', {});
  expect(seen(eve)).toEqual([]);
  const { seen: asked } = await mara.ask('conversation.seen', { conversation });
  expect(new Map(asked)).toEqual(expected);
});

test('who does not show it is not told of, and told nothing', async () => {
  const server = await testServer();
  const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
  const wei = await server.member('Wei');
  await show(jonas, false);
  const { seq } = await say(mara);
  await read(jonas, seq);
  await read(wei, seq);
  await eventually(() => expect(seen(mara)).not.toEqual([]));
  for (const client of [jonas, wei]) await client.ask('link.ping', {});
  expect(seen(mara).flatMap((signal) => signal.seen)).toEqual([[wei.id, seq]]);
  expect(seen(jonas)).toEqual([]);
  // From the next one on it is as they want it now.
  await show(jonas, true);
  await show(wei, false);
  const next = await say(mara);
  await read(wei, next.seq);
  await read(jonas, next.seq);
  await eventually(() => expect(seen(mara).at(-1)?.seen).toEqual([[jonas.id, next.seq]]));
  await wei.ask('link.ping', {});
  expect(seen(wei).flatMap((signal) => signal.seen)).not.toContainEqual([jonas.id, next.seq]);
});

test('in a crowd it is told to nobody', async () => {
  const server = await testServer();
  const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
  const people = Array.from({ length: MOST_READERS - 1 }, (_, n) => joinTeam(server.url, `P${n}`));
  await Promise.all(people);
  const { conversation: room } = await mara.ask('channel.create', { id: uuidv7(), name: 'room' });
  await jonas.ask('channel.join', { id: uuidv7(), conversation: room });
  await read(jonas, (await say(mara)).seq);
  await read(jonas, (await say(mara, room)).seq, room);
  // Told after the crowd's turn has come and gone.
  await eventually(() => expect(seen(mara)).not.toEqual([]));
  await mara.ask('link.ping', {});
  expect(seen(mara).map(({ conversation }) => conversation)).toEqual([room]);
});

test('who left hears no more of it, nor is heard of', async () => {
  const server = await testServer();
  const [mara, jonas] = [await server.member('Mara'), await server.member('Jonas')];
  const wei = await server.member('Wei');
  const { seq, conversation } = await say(mara);
  // One after the other, and all before it is told.
  await Promise.all([
    read(jonas, seq),
    jonas.ask('channel.leave', { id: uuidv7(), conversation }),
    read(wei, seq),
  ]);
  await eventually(() => expect(seen(mara)).not.toEqual([]));
  await jonas.ask('link.ping', {});
  expect(seen(mara).flatMap((signal) => signal.seen)).toEqual([[wei.id, seq]]);
  expect(seen(jonas)).toEqual([]);
});
