// What people say of themselves for a while, and whether others see how far they have read.
import { describe, expect, test } from 'vitest';
import { MOST_READERS } from '../../../server/domain/receipts.ts';
import { FOREVER, limits, type Status } from '../../../src/shared/entities.ts';
import {
  type Driven,
  join,
  leave,
  openDriven,
  read,
  send,
  setPerson,
  type StoreKind,
} from './driver.ts';
import { act, refused } from './personal.ts';

const status = (actor: string, said: Status | null) => act('status.set', actor, { status: said });
const lunch: Status = { emoji: '🍜', text: 'Lunch', until: null };

async function lab(kind: StoreKind) {
  const driven = await openDriven(kind);
  const [ann, bob] = [await driven.person('Ann'), await driven.person('Bob')];
  return { driven, ann, bob, general: await driven.general(ann) };
}

async function personOf(driven: Driven, id: string) {
  const { people } = await driven.store.read('sync.snapshot', id, { page: undefined });
  return people.find((person) => person.id === id);
}

export function availabilityContract(kind: StoreKind): void {
  test('what one says of oneself is told to all, whole, and kept beside everything else', async () => {
    const { driven, ann, bob } = await lab(kind);
    const until = Date.now() + 60_000;
    const { events } = await driven.store.commit([
      status(bob, { ...lunch, until }),
      act('dnd.set', bob, { until: FOREVER }),
      act('receipts.set', bob, { on: false }),
      setPerson(ann, bob, { name: 'Robert' }),
    ]);
    const said = { status: { ...lunch, until }, dndUntil: FOREVER, receipts: false };
    expect(events.map(({ type, author }) => [type, author])).toEqual([
      ['person.changed', bob],
      ['person.changed', bob],
      ['person.changed', bob],
      ['person.changed', ann],
    ]);
    await driven.reopen();
    const bobNow = await personOf(driven, bob);
    expect(bobNow).toMatchObject({ name: 'Robert', ...said });
    expect(events.at(-1)?.body['person']).toEqual(bobNow);
    await driven.store.commit([status(bob, null), act('dnd.set', bob, { until: null })]);
    expect(await personOf(driven, bob)).toMatchObject({ status: null, dndUntil: null });
  });

  test('saying what one says already is no event', async () => {
    const { driven, bob } = await lab(kind);
    await driven.land(status(bob, lunch));
    const { head } = await driven.store.read('sync.resume', bob, {});
    for (const command of [
      status(bob, { ...lunch }),
      act('dnd.set', bob, { until: null }),
      act('receipts.set', bob, { on: true }),
    ])
      expect(await driven.land(command)).toMatchObject({ conversation: driven.store.team.id });
    expect((await driven.store.read('sync.resume', bob, {})).head).toBe(head);
    await driven.land(status(bob, null));
    // Nothing said is nothing.
    expect(await driven.land(status(bob, { emoji: null, text: '', until: null }))).toMatchObject({
      seq: 1,
    });
  });

  test('a time that nobody could show is none', async () => {
    const { driven, bob } = await lab(kind);
    for (const until of [-1, 0.5, 1e300, FOREVER + 1]) {
      expect(await refused(driven, act('dnd.set', bob, { until }))).toEqual({
        code: 'INVALID',
        field: 'until',
      });
      expect(await refused(driven, status(bob, { ...lunch, until }))).toEqual({
        code: 'INVALID',
        field: 'status',
      });
    }
    const late = Date.now() + 2 * limits.aheadMs;
    expect((await refused(driven, status(bob, { ...lunch, until: late })))?.code).toBe('INVALID');
  });

  describe('how far others have read', () => {
    const seen = async (driven: Driven, who: string, conversation: string) =>
      new Map((await driven.store.read('conversation.seen', who, { conversation })).seen);
    const show = (actor: string, on: boolean) => act('receipts.set', actor, { on });

    test('is seen of those who show it, by those who show it', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const carl = await driven.person('Carl');
      const { seq } = await driven.land(send(ann, general, 'look'));
      await driven.store.commit([read(bob, general, seq), read(carl, general, seq)]);
      expect((await seen(driven, ann, general)).get(bob)).toBe(seq);
      expect((await seen(driven, ann, general)).has(ann)).toBe(false);
      await driven.land(show(carl, false));
      expect([...(await seen(driven, ann, general)).keys()]).toEqual([bob]);
      expect((await seen(driven, carl, general)).size).toBe(0);
      await driven.land(show(carl, true));
      expect((await seen(driven, ann, general)).get(carl)).toBe(seq);
      await driven.land(leave(carl, general));
      expect([...(await seen(driven, ann, general)).keys()]).toEqual([bob]);
      await expect(seen(driven, carl, general)).rejects.toMatchObject({ code: 'NOT_MEMBER' });
    });

    test('is not looked at in a crowd', async () => {
      const { driven, ann, bob, general } = await lab(kind);
      const crowd = Array.from({ length: MOST_READERS - 2 }, (_, n) => join(`P${n}`));
      await driven.store.commit(crowd);
      const { seq } = await driven.land(send(ann, general, 'look'));
      await driven.one(read(bob, general, seq));
      expect((await seen(driven, ann, general)).size).toBe(MOST_READERS - 1);
      expect(await driven.store.readers(general)).toMatchObject({ hiding: [] });
      await driven.person('One more');
      expect((await seen(driven, ann, general)).size).toBe(0);
      expect(await driven.store.readers(general)).toBeNull();
    });
  });
}
