// What is one person's alone follows to their other computers, and to nobody else.
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openPerson, type Person, secondDevice } from '../support/person.ts';
import { setStage, ways } from '../support/stage.ts';

const hour = 3_600_000;
const saved = async (of: Person): Promise<string[]> =>
  (await of.call('saved.list')).map(({ text }) => text);

describe.each(ways)('%s', (how) => {
  test('favourite, silence and what may ring follow; silence is left out of the sums', async () => {
    const { mara, wei, general, acts } = await setStage();
    const laptop = await secondDevice(mara);
    await wei.tells(general, 'hello @Mara');
    for (const device of [mara, laptop])
      await eventually(async () =>
        expect(await device.state()).toMatchObject({ unread: 1, mentions: 1 }),
      );
    const mutedUntil = Date.now() + hour;
    await acts(how, mara, async () => {
      await mara.call('preference.set', { conversation: general, mutedUntil, favourite: true });
      await mara.call('preference.set', { conversation: general, notify: 'nothing' });
    });
    const wanted = { favourite: true, mutedUntil, notify: 'nothing', unread: 1 } as const;
    for (const device of [mara, laptop]) {
      await device.lists(general, wanted);
      await eventually(async () =>
        expect(await device.state()).toMatchObject({ unread: 0, mentions: 0 }),
      );
    }
    await wei.lists(general, { favourite: false, mutedUntil: null, notify: null });
    // Also on a computer that is new, and after a start without the server.
    const third = await secondDevice(mara);
    await third.lists(general, wanted);
    await third.close();
    const again = await openPerson({
      folder: third.folder,
      connect: () => Promise.reject(new Error('cable out')),
    });
    await again.lists(general, wanted);
  });

  test('silence ends by itself', async () => {
    const { mara, wei, general, acts } = await setStage();
    await wei.tells(general, 'psst');
    const unread = (count: number) =>
      eventually(async () => expect(await mara.state()).toMatchObject({ unread: count }));
    await unread(1);
    // Heard, not looked at: it may be over by the time of a look.
    const told: unknown[] = [];
    mara.on('teams', ([team]) => void told.push(team?.unread));
    await acts(how, mara, async () => {
      const mutedUntil = Date.now() + 3000;
      await mara.call('preference.set', { conversation: general, mutedUntil });
      await eventually(() => expect(told).toContain(0));
    });
    await unread(1);
  });

  test('what was saved is a list on every computer', async () => {
    const { mara, wei, general, acts } = await setStage();
    const laptop = await secondDevice(mara);
    const [first, second] = [
      await wei.tells(general, 'the recipe'),
      await wei.tells(general, 'the address'),
    ];
    await mara.shows(general, second, { text: 'the address' });
    const told: string[] = [];
    laptop.on('lists', (lists) => void told.push(...lists));
    const save = (target: number, on: boolean) =>
      mara.call('saved.set', { conversation: general, target, on });
    await acts(how, mara, async () => {
      await save(first, true);
      await save(second, true);
      expect(await saved(mara)).toEqual(['the address', 'the recipe']);
      await save(second, false);
      expect(await mara.row(general, first)).toMatchObject({ saved: true });
    });
    for (const device of [mara, laptop])
      await eventually(async () => expect(await saved(device)).toEqual(['the recipe']));
    await eventually(() => expect(told).toContain('saved'));
    expect(await saved(wei)).toEqual([]);
    expect(await wei.row(general, first)).toMatchObject({ saved: false });
    const third = await secondDevice(mara);
    await eventually(async () => expect(await saved(third)).toEqual(['the recipe']));
    // Gone for good is gone from here, too.
    await wei.call('message.delete', { conversation: general, target: first });
    for (const device of [mara, laptop, third])
      await eventually(async () => expect(await saved(device)).toEqual([]));
  });

  test('marked as unread, until it is read again', async () => {
    const { mara, wei, general, acts } = await setStage();
    const laptop = await secondDevice(mara);
    const first = await wei.tells(general, 'one');
    const newest = await wei.tells(general, 'two');
    const read = (seq: number) => mara.call('conversation.read', { conversation: general, seq });
    await mara.shows(general, newest, { text: 'two' });
    await read(newest);
    for (const device of [mara, laptop]) await device.lists(general, { unread: 0 });
    await acts(how, mara, async () => {
      await mara.call('preference.set', { conversation: general, unreadFrom: first });
      // Still looking at it does not count as reading it.
      await read(newest);
    });
    for (const device of [mara, laptop])
      await device.lists(general, { unread: 2, unreadFrom: first });
    await acts(how, mara, async () => {
      const opened = await mara.call('timeline.open', { conversation: general });
      expect(opened).toMatchObject({ unread: 2 });
      await read(newest);
    });
    for (const device of [mara, laptop])
      await device.lists(general, { unread: 0, unreadFrom: null });
  });

  test('a status is seen by all until it is over, and so is "do not disturb"', async () => {
    const { mara, wei, leaves, acts, ends } = await setStage();
    const me = await mara.me();
    const seenBy = async (of: Person) => (await of.call('people.list')).find(({ id }) => id === me);
    await leaves();
    const told: unknown[] = [];
    wei.on('people', (people) => void told.push(people.find(({ id }) => id === me)));
    const until = Date.now() + 4000;
    await acts(how, mara, async () => {
      await mara.call('status.set', { status: { emoji: '🌴', text: 'away', until: null } });
      await mara.call('dnd.set', { until });
      expect(await seenBy(mara)).toMatchObject({ status: { text: 'away' }, dndUntil: until });
      await mara.call('status.set', { status: { emoji: null, text: 'back soon', until } });
    });
    await eventually(() => {
      expect(Date.now()).toBeGreaterThan(until);
      expect(told.at(-1)).toMatchObject({ status: null, dndUntil: null });
    });
    const { amira } = await ends();
    expect(await seenBy(amira)).toMatchObject({ status: null, dndUntil: null });
  });
});

test('nobody at the computer: away for the others, also after the connection came anew', async () => {
  const { mara, wei } = await setStage();
  const me = await mara.me();
  const presence = (is: string) =>
    eventually(async () =>
      expect(await wei.call('people.list')).toContainEqual(
        expect.objectContaining({ id: me, presence: is }),
      ),
    );
  mara.idle(true);
  await presence('away');
  await mara.unplug();
  await presence('offline');
  await mara.plug();
  await presence('away');
  mara.idle(false);
  await presence('online');
});
