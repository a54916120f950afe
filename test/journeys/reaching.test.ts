// Going to a message or a day that this computer does not hold yet.
import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { faultyWay } from '../support/faultyWay.ts';
import { newcomer, type Person, secondDevice } from '../support/person.ts';
import { testServer, type TestServer } from '../support/server.ts';

type Writer = Awaited<ReturnType<TestServer['member']>>;

async function flood(writer: Writer, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const text = `message ${n}`;
    await writer.ask('message.send', { id: uuidv7(), conversation: writer.general, text });
  }
}

/** Another computer of the person that fetches nothing by itself: its first question for older history gets no answer. */
async function emptyDevice(of: Person): Promise<Person> {
  let asked = 0;
  const silent = faultyWay({ loseAnswer: (name) => name === 'history.page' && asked++ === 0 });
  const device = await secondDevice(of, { connect: silent });
  await eventually(() => expect(asked).toBe(1));
  return device;
}

test('a message of long ago is gone to, and a day; what is not there is not found', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const writer = await server.member('Jonas');
  await flood(writer, 1200);
  const conversation = await mara.find('general');
  await eventually(async () =>
    expect((await mara.texts(conversation, 1)).at(-1)).toBe('message 1199'),
  );
  const { rows } = await mara.call('timeline.older', { conversation, before: 700, limit: 1 });
  const [there] = rows;

  const byDate = await emptyDevice(mara);
  const day = await byDate.call('timeline.date', { conversation, at: there!.at, limit: 10 });
  const landed = day.rows.find(({ seq }) => seq === day.seq);
  expect(landed?.at).toBe(there!.at);
  expect(day).toMatchObject({ older: true, newer: true });

  const device = await emptyDevice(mara);
  const found = await device.call('timeline.at', { conversation, seq: there!.seq!, limit: 10 });
  expect(found).toMatchObject({ seq: there!.seq, thread: null, older: true, newer: true });
  expect(found.rows).toContainEqual(there);
  await expect(device.call('timeline.at', { conversation, seq: 99_999 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(
    device.call('timeline.at', { conversation: uuidv7(), seq: 1 }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('without the server the nearest day is shown, and a message that is not here says why', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  await flood(await server.member('Jonas'), 400);
  const conversation = await mara.find('general');
  const device = await emptyDevice(mara);
  await server.close();
  await device.offline();
  await expect(device.call('timeline.at', { conversation, seq: 5 })).rejects.toMatchObject({
    code: 'OFFLINE',
  });
  const nearest = await device.call('timeline.date', { conversation, at: 0 });
  expect(nearest).toMatchObject({ seq: nearest.rows[0]?.seq, older: true });
});

test('older rows are found below a thousand events that are no rows', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const writer = await server.member('Jonas');
  await flood(writer, 150);
  const { general: conversation } = writer;
  const target = (await writer.ask('history.page', { conversation })).events.at(-1)!.seq;
  for (let n = 0; n < 1200; n++) {
    const input = { id: uuidv7(), conversation, target, emoji: '👍', on: n % 2 === 0 };
    await writer.ask('reaction.set', input);
  }
  const device = await emptyDevice(mara);
  let page = await device.call('timeline.latest', { conversation, limit: 50 });
  const texts: string[] = [];
  for (;;) {
    texts.unshift(...page.rows.flatMap((row) => (row.kind === 'message' ? [row.text] : [])));
    if (!page.older) break;
    const before = page.rows[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    page = await device.call('timeline.older', { conversation, before, limit: 50 });
    expect(page.rows.length).toBeGreaterThan(0);
  }
  expect(texts).toEqual(Array.from({ length: 150 }, (_, n) => `message ${n}`));
});
