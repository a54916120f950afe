// Messages for later: kept by the server and sent by it, whoever is away then.
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openPerson, type Person, secondDevice } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

const day = 86_400_000;
const scheduled = async (of: Person) =>
  (await of.call('scheduled.list')).map(({ text, state }) => [text, state]);

describe.each(ways)('%s', (how) => {
  test('it is listed on every computer, may be called off or sent at once', async () => {
    const { mara, wei, general, acts } = await setStage();
    const laptop = await secondDevice(mara);
    const later = (text: string, at: number) =>
      mara.call('message.schedule', { conversation: general, text, at: Date.now() + at });
    await acts(how, mara, async () => {
      await later('first', day);
      await later('second', 2 * day);
      await later('third', 3 * day);
      // What has not reached the server yet is listed like the rest.
      expect((await scheduled(mara)).map(([text]) => text)).toEqual(['first', 'second', 'third']);
    });
    for (const device of [mara, laptop])
      await eventually(async () =>
        expect(await scheduled(device)).toEqual([
          ['first', 'kept'],
          ['second', 'kept'],
          ['third', 'kept'],
        ]),
      );
    const [first, second] = await mara.call('scheduled.list');
    await acts(how, mara, async () => {
      await mara.call('schedule.cancel', { schedule: first!.id });
      await mara.call('schedule.send', { schedule: second!.id });
    });
    for (const device of [mara, laptop])
      await eventually(async () => expect(await scheduled(device)).toEqual([['third', 'kept']]));
    await wei.sees(general, ['second']);
    expect(await scheduled(wei)).toEqual([]);
  });
});

test('the server sends it when the time comes, with nobody of the author at home', async () => {
  const { mara, wei, general } = await setStage();
  const author = await mara.me();
  const root = await mara.tells(general, 'report');
  await mara.call('message.schedule', {
    conversation: general,
    text: 'sent in my sleep',
    at: Date.now() + 2000,
    reply: root,
  });
  await mara.settled();
  await mara.close();
  await wei.sees(general, ['report', 'sent in my sleep']);
  expect((await wei.messages(general)).at(-1)).toMatchObject({
    author,
    reply: { seq: root, text: 'report' },
  });
  const back = await openPerson({ folder: mara.folder });
  await back.sees(general, ['report', 'sent in my sleep']);
  await eventually(async () => expect(await scheduled(back)).toEqual([]));
});

test('what can no longer be sent stays in the list and says why', async () => {
  const { mara, wei } = await setStage();
  const members = [await wei.me()];
  const { conversation } = await mara.call('channel.create', { name: 'old', topic: '', members });
  await wei.find('old');
  // Late enough for the archive to be there before.
  const at = Date.now() + 4000;
  await wei.call('message.schedule', { conversation, text: 'too late', at });
  await wei.settled();
  await mara.call('conversation.set', { conversation, archived: true });
  await mara.settled();
  await eventually(async () =>
    expect(await wei.call('scheduled.list')).toMatchObject([
      { text: 'too late', state: 'failed', error: { code: 'FORBIDDEN' } },
    ]),
  );
  const [row] = await wei.call('scheduled.list');
  await wei.call('schedule.cancel', { schedule: row!.id });
  await eventually(async () => expect(await wei.call('scheduled.list')).toEqual([]));
});

test('a time that has passed is refused, and the text is not lost', async () => {
  const { mara, general } = await setStage();
  const at = Date.now() - day;
  await mara.call('message.schedule', { conversation: general, text: 'yesterday', at });
  await eventually(async () =>
    expect(await mara.call('scheduled.list')).toMatchObject([
      { text: 'yesterday', state: 'failed', error: { code: 'INVALID' } },
    ]),
  );
  const [row] = await mara.call('scheduled.list');
  expect(await mara.call('message.discard', { id: row!.id })).toEqual({ text: 'yesterday' });
  expect(await mara.call('scheduled.list')).toEqual([]);
});
