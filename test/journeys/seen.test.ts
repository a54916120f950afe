// Who has read how far: told to those who tell it of themselves.
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { Person } from '../support/person.ts';
import { setStage } from '../support/stage.ts';

const seen = async (of: Person, conversation: string) =>
  Object.fromEntries(await of.call('conversation.seen', { conversation }));

test('a reader is seen to read on, and what was known last stays without a connection', async () => {
  const { server, mara, wei, general } = await setStage();
  const weiId = await wei.me();
  const told: unknown[] = [];
  mara.on('seen', (push) => void told.push(push));
  const target = await mara.tells(general, 'read me');
  await wei.shows(general, target, { text: 'read me' });
  await wei.call('conversation.read', { conversation: general, seq: target });
  await eventually(() =>
    expect(told).toContainEqual({ conversation: general, seen: [[weiId, target]] }),
  );
  expect(await seen(mara, general)).toMatchObject({ [weiId]: target });
  await server.stop();
  await mara.offline();
  expect(await seen(mara, general)).toMatchObject({ [weiId]: target });
});

test('who shows it to nobody is shown nobody', async () => {
  const { mara, wei, amira, general } = await setStage();
  const weiId = await wei.me();
  await wei.call('receipts.set', { on: false });
  await eventually(async () =>
    expect(await mara.call('people.list')).toContainEqual(
      expect.objectContaining({ id: weiId, receipts: false }),
    ),
  );
  const heard: unknown[] = [];
  wei.on('seen', (push) => void heard.push(push));
  const target = await mara.tells(general, 'quietly');
  for (const person of [wei, amira]) {
    await person.shows(general, target, { text: 'quietly' });
    await person.call('conversation.read', { conversation: general, seq: target });
  }
  await eventually(async () =>
    expect(await seen(mara, general)).toMatchObject({ [await amira.me()]: target }),
  );
  expect(await seen(mara, general)).not.toHaveProperty(weiId);
  expect(await seen(wei, general)).toEqual({});
  expect(heard).toEqual([]);

  // Nor is what was shown to her before she stopped showing it herself.
  await wei.call('receipts.set', { on: true });
  await eventually(async () =>
    expect(await seen(wei, general)).toMatchObject({ [await amira.me()]: target }),
  );
  await wei.call('receipts.set', { on: false });
  await eventually(async () => expect(await seen(wei, general)).toEqual({}));
  await wei.unplug();
  expect(await seen(wei, general)).toEqual({});
});
