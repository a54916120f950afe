import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer, openPerson, secondDevice } from '../support/person.ts';
import { testServer } from '../support/server.ts';
import { uuidv7 } from 'uuidv7';

/** Many messages by a bare socket, many at a time: only the order of arrival matters here. */
async function flood(
  server: Awaited<ReturnType<typeof testServer>>,
  name: string,
  count: number,
): Promise<string[]> {
  const writer = await server.member(name);
  const texts = Array.from({ length: count }, (_, index) => `message ${index}`);
  for (let from = 0; from < count; from += 1000)
    await Promise.all(
      texts
        .slice(from, from + 1000)
        .map((text) =>
          writer.ask('message.send', { id: uuidv7(), conversation: writer.general, text }),
        ),
    );
  return texts;
}

test('10,000 missed messages are caught up, counted, and read from the first unread on', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const general = await mara.find('general');
  await mara.close();
  const texts = await flood(server, 'Jonas', 10_000);

  const back = await openPerson({ folder: mara.folder });
  await back.live();
  const row = (await back.call('conversations.list')).find(({ id }) => id === general);
  expect(row).toMatchObject({ unread: 10_000 });
  const opened = await back.call('timeline.open', { conversation: general });
  expect(opened).toMatchObject({ unread: 10_000, newer: true });
  expect(opened.rows.some((shown) => shown.kind === 'message' && shown.text === texts[0])).toBe(
    true,
  );

  const seen: string[] = [];
  let after = opened.readSeq;
  for (let newer = true; newer;) {
    const page = await back.call('timeline.newer', { conversation: general, after, limit: 200 });
    for (const shown of page.rows) if (shown.kind === 'message') seen.push(shown.text);
    after = page.rows.at(-1)?.seq ?? after;
    ({ newer } = page);
  }
  expect(seen).toEqual(texts);
});

test('a new device shows the newest at once and fills in the rest behind', async () => {
  const server = await testServer();
  const mara = await newcomer(server.addresses[0]!, 'Mara');
  const texts = await flood(server, 'Jonas', 1500);
  const general = await mara.find('general');
  const laptop = await secondDevice(mara);
  expect((await laptop.texts(general, 5)).at(-1)).toBe(texts.at(-1));
  // Everything arrives on this computer by itself: it then works without the server.
  await eventually(async () => {
    const row = (await laptop.call('conversations.list')).find(({ id }) => id === general);
    expect(row?.unread).toBe(1500);
  });
  await server.close();
  await laptop.offline();
  const page = await laptop.call('timeline.older', { conversation: general, before: 6, limit: 50 });
  expect(page).toMatchObject({ older: false });
  expect(page.rows[0]).toMatchObject({ seq: 1 });
});
